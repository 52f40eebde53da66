namespace Taler.Merchant.Wire;

/// <summary><c>GET sessions/$SESSION_ID</c> with 200.</summary>
internal sealed record SessionPaidWire
{
    public string? OrderId { get; init; }

    public SessionStatus.Paid ToPaid() => new(WireValues.OptionalOrderId(OrderId, "order_id"));
}
