using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant;

/// <summary>The parts that all <c>taler://</c> URIs share: <c>taler[+http]://ACTION/HOST[:PORT][/PREFIX]/…[?query]</c>.</summary>
internal static class TalerUri
{
    private const string Secure = "taler://";
    private const string Plain = "taler+http://";

    /// <summary>Builds everything before the order-ID; the merchant base URL must be absolute and end with a slash.</summary>
    public static string Prefix(string action, Uri merchantBaseUrl)
    {
        var scheme = string.Equals(merchantBaseUrl.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? Secure : Plain;
        return scheme + action + "/" + BaseUrls.AsciiAuthority(merchantBaseUrl) + merchantBaseUrl.AbsolutePath;
    }

    /// <summary>Splits a URI into the merchant's base URL, the order-ID and what follows it.</summary>
    /// <param name="text">The whole URI.</param>
    /// <param name="action">The action it must name, without regard to case.</param>
    /// <param name="parts">What was found.</param>
    public static bool TrySplit(string? text, string action, [NotNullWhen(true)] out TalerUriParts? parts)
    {
        parts = null;
        if (text is null || SchemeOf(text) is not { } scheme)
            return false;
        var rest = text[(scheme.Length)..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : rest[(mark + 1)..];
        var segments = (mark < 0 ? rest : rest[..mark]).Split('/');

        // ACTION / HOST / … / ORDER_ID / LAST, where LAST is empty or a session-ID: the slash after the order-ID is required.
        if (segments.Length < 4 || !string.Equals(segments[0], action, StringComparison.OrdinalIgnoreCase))
            return false;
        if (!OrderId.TryParse(Uri.UnescapeDataString(segments[^2]), out var orderId))
            return false;
        var web = string.Equals(scheme, Secure, StringComparison.Ordinal) ? "https://" : "http://";
        var prefix = string.Concat(segments[2..^2].Select(segment => segment + "/"));
        if (segments[1].Length == 0 || BaseUrls.TryNormalize(web + segments[1] + "/" + prefix) is not { } baseUrl)
            return false;

        // A prefix with dot segments or backslashes would become another path than the one that was written.
        if (baseUrl.Segments.Length != segments.Length - 3)
            return false;
        parts = new TalerUriParts(baseUrl, orderId, Uri.UnescapeDataString(segments[^1]), query);
        return true;
    }

    private static string? SchemeOf(string text)
    {
        if (text.StartsWith(Secure, StringComparison.OrdinalIgnoreCase))
            return Secure;
        return text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) ? Plain : null;
    }
}

internal sealed record TalerUriParts(Uri MerchantBaseUrl, OrderId OrderId, string Last, string Query);
