using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant;

/// <summary>What makes a wallet fetch a refund: <c>taler://refund/HOST[:PORT][/PREFIX]/ORDER_ID/</c>, or <c>taler+http://</c>.</summary>
public sealed record TalerRefundUri
{
    private const string Action = "refund";

    /// <summary>Makes the URI of an order's refund.</summary>
    /// <param name="merchantBaseUrl">Base URL of the instance as buyers reach it: absolute, http or https, ending with a slash.</param>
    /// <param name="orderId">The order.</param>
    /// <exception cref="ArgumentException">The base URL is not of that form.</exception>
    public TalerRefundUri(Uri merchantBaseUrl, OrderId orderId)
    {
        MerchantBaseUrl = BaseUrls.Require(merchantBaseUrl);
        OrderId = orderId ?? throw new ArgumentNullException(nameof(orderId));
    }

    /// <summary>Base URL of the instance that holds the order.</summary>
    public Uri MerchantBaseUrl { get; }

    /// <summary>The order.</summary>
    public OrderId OrderId { get; }

    /// <summary>The URI as text, for a link or a QR code.</summary>
    public string Value => TalerUri.Prefix(Action, MerchantBaseUrl) + OrderId.Value + "/";

    /// <summary>Reads a refund URI. Scheme and action ignore case, the host becomes lower case, a segment after the order-ID is ignored.</summary>
    /// <exception cref="FormatException">The text is not a refund URI.</exception>
    public static TalerRefundUri Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, out var uri) ? uri : throw new FormatException("A refund URI is written taler://refund/HOST/ORDER_ID/.");
    }

    /// <summary>Reads a refund URI without throwing.</summary>
    /// <returns>False if the text is not a refund URI.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out TalerRefundUri? uri)
    {
        uri = TalerUri.TrySplit(value, Action, out var parts) ? new TalerRefundUri(parts.MerchantBaseUrl, parts.OrderId) : null;
        return uri is not null;
    }

    /// <summary>The URI as text.</summary>
    public override string ToString() => Value;
}
