using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Responses;

/// <summary>The path of a request as a link of our own.</summary>
internal static class OwnPath
{
    /// <summary>One leading slash, so that it can never name another host.</summary>
    public static string Of(HttpRequest request, QueryString query)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        return "/" + Ascii(path.TrimStart('/', '\\') + query.ToUriComponent());
    }

    /// <summary>HTTP/2 clients may send characters beyond ASCII as they are; a header must not repeat them so.</summary>
    private static string Ascii(string text) => System.Text.Ascii.IsValid(text)
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
