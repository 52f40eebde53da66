using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>
/// By the protocol a buyer gets his session-ID and the claim token in two addresses, for the wallet and for the backend's page: the pay URI and the
/// order status URL. They may stand nowhere else.
/// </summary>
internal static partial class AddressSecrets
{
    public static string? InQuery(Uri? address, string name) =>
        address is not null && QueryHelpers.ParseQuery(address.Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A text without what the wallet must have.</summary>
    /// <param name="text">A body or a header, as it is sent.</param>
    /// <param name="backend">Where buyers reach the backend.</param>
    public static string Without(string text, Uri backend)
    {
        var plain = WebUtility.HtmlDecode(Escape().Replace(text, match => ((char)Convert.ToInt32(match.Groups["code"].Value, 16)).ToString()));
        var origin = backend.GetLeftPart(UriPartial.Authority);
        return Address().Replace(plain, match => match.Value.StartsWith("taler", StringComparison.Ordinal) || IsOrderPage(match.Value, origin) ? "…" : match.Value);
    }

    private static bool IsOrderPage(string address, string origin) =>
        address.StartsWith(origin + "/", StringComparison.Ordinal) && address.Contains("/orders/", StringComparison.Ordinal);

    [GeneratedRegex(@"\\u(?<code>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"(taler(\+http)?://pay/|https?://)[^\s""'<>\\]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Address();
}
