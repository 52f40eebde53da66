namespace Taler.Merchant.Wire;

/// <summary><c>GET private/orders</c>.</summary>
internal sealed record OrderListWire
{
    public required OrderListEntryWire[] Orders { get; init; }
}

internal sealed record OrderListEntryWire
{
    public required string OrderId { get; init; }

    public long? RowId { get; init; }

    public Timestamp? Timestamp { get; init; }

    public Amount? Amount { get; init; }

    public string? Summary { get; init; }

    public bool? Paid { get; init; }

    public bool? Refundable { get; init; }

    public OrderListEntry ToEntry() => new()
    {
        OrderId = WireValues.OrderId(OrderId),
        RowId = RowId ?? 0,
        Timestamp = Timestamp ?? default,
        Amount = Amount,
        Summary = Summary ?? "",
        Paid = Paid ?? false,
        Refundable = Refundable ?? false,
    };
}
