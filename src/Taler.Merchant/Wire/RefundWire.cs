namespace Taler.Merchant.Wire;

/// <summary><c>POST private/orders/$ORDER_ID/refund</c>.</summary>
internal sealed record RefundRequestWire(Amount Refund, string Reason);

internal sealed record RefundWire
{
    public required string TalerRefundUri { get; init; }

    public RefundResult ToResult(OrderId asked)
    {
        if (!Merchant.TalerRefundUri.TryParse(TalerRefundUri, out var uri))
            throw new WireException("taler_refund_uri is not a refund URI");
        WireValues.RequireSame(asked, uri.OrderId, "taler_refund_uri");
        return new RefundResult(uri);
    }
}
