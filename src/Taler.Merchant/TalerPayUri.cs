using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant;

/// <summary>
/// What makes a wallet pay an order: <c>taler://pay/HOST[:PORT][/PREFIX]/ORDER_ID/[SESSION_ID][?c=CLAIM_TOKEN]</c>, or
/// <c>taler+http://</c> for a backend without TLS.
/// </summary>
/// <remarks>It may carry a session-ID and a claim token, so it prints as <c>(redacted)</c>; the text is <see cref="Value"/>.</remarks>
public sealed record TalerPayUri
{
    private const string Action = "pay";

    /// <summary>Makes the URI of an order.</summary>
    /// <param name="merchantBaseUrl">Base URL of the instance as buyers reach it: absolute, http or https, ending with a slash.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="sessionId">The session that the payment is bound to; null for none.</param>
    /// <param name="claimToken">The claim token, if the order has one.</param>
    /// <exception cref="ArgumentException">The base URL is not of that form.</exception>
    public TalerPayUri(Uri merchantBaseUrl, OrderId orderId, SessionId? sessionId = null, ClaimToken? claimToken = null)
    {
        MerchantBaseUrl = BaseUrls.Require(merchantBaseUrl);
        OrderId = orderId ?? throw new ArgumentNullException(nameof(orderId));
        SessionId = sessionId;
        ClaimToken = claimToken;
    }

    /// <summary>Base URL of the instance that holds the order.</summary>
    public Uri MerchantBaseUrl { get; }

    /// <summary>The order.</summary>
    public OrderId OrderId { get; }

    /// <summary>The session that the payment will be bound to; null if none.</summary>
    public SessionId? SessionId { get; }

    /// <summary>The claim token; null if the order has none.</summary>
    public ClaimToken? ClaimToken { get; }

    /// <summary>The URI as text, for a link, a QR code or a header.</summary>
    public string Value =>
        TalerUri.Prefix(Action, MerchantBaseUrl) + OrderId.Value + "/" + SessionId?.Value + (ClaimToken is null ? "" : "?c=" + ClaimToken.Value);

    /// <summary>Reads a pay URI. Scheme and action ignore case, the host becomes lower case, parameters other than <c>c</c> are ignored.</summary>
    /// <exception cref="FormatException">The text is not a pay URI.</exception>
    public static TalerPayUri Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, out var uri) ? uri : throw new FormatException("A pay URI is written taler://pay/HOST/ORDER_ID/SESSION_ID?c=CLAIM_TOKEN.");
    }

    /// <summary>Reads a pay URI without throwing.</summary>
    /// <returns>False if the text is not a pay URI.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out TalerPayUri? uri)
    {
        uri = null;
        SessionId? sessionId = null;
        if (!TalerUri.TrySplit(value, Action, out var parts))
            return false;
        if (parts.Last.Length > 0 && !Merchant.SessionId.TryParse(parts.Last, out sessionId))
            return false;
        if (!TryReadClaimToken(parts.Query, out var claimToken))
            return false;
        uri = new TalerPayUri(parts.MerchantBaseUrl, parts.OrderId, sessionId, claimToken);
        return true;
    }

    /// <summary>Always <c>(redacted)</c>; the URI itself is <see cref="Value"/>.</summary>
    public override string ToString() => Redacted.Text;

    private static bool TryReadClaimToken(string query, out ClaimToken? token)
    {
        token = null;
        foreach (var pair in query.Split('&'))
        {
            if (pair.StartsWith("c=", StringComparison.Ordinal))
                return Merchant.ClaimToken.TryParse(Uri.UnescapeDataString(pair[2..]), out token);
        }
        return true;
    }
}
