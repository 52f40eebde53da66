using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant.Sandbox.Wire;

/// <summary>Tells web addresses from everything else that a shop may send.</summary>
internal static class WebLinks
{
    public static bool IsWeb([NotNullWhen(true)] string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    /// <summary>The address as a header can carry it: unchanged if possible, since shops compare the exact string.</summary>
    public static string ToHeader(string url) => Uri.IsWellFormedUriString(url, UriKind.Absolute) ? url : new Uri(url).AbsoluteUri;
}
