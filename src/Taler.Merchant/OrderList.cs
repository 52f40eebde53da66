namespace Taler.Merchant;

/// <summary>Which orders to list. Every member is optional.</summary>
public sealed record ListOrdersRequest
{
    /// <summary>Only paid (true) or only unpaid orders (false). Null: all.</summary>
    public bool? Paid { get; init; }

    /// <summary>Only refunded (true) or only not refunded orders (false). Null: all.</summary>
    public bool? Refunded { get; init; }

    /// <summary>Only wired (true) or only not wired orders (false). Null: all.</summary>
    public bool? Wired { get; init; }

    /// <summary>How many at most; negative lists the newest first.</summary>
    /// <value>Default -20.</value>
    public int Limit { get; init; } = -20;

    /// <summary>The row after (positive limit) or before which (negative limit) to begin. Null: at the end of the table.</summary>
    public long? Offset { get; init; }

    /// <summary>Only orders of this session.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>Only orders with this fulfillment URL.</summary>
    public string? FulfillmentUrl { get; init; }
}

/// <summary>One order of a list.</summary>
public sealed record OrderListEntry
{
    /// <summary>The order.</summary>
    public required OrderId OrderId { get; init; }

    /// <summary>Its row, for <see cref="ListOrdersRequest.Offset"/>.</summary>
    public long RowId { get; init; }

    /// <summary>When it was made.</summary>
    public Timestamp Timestamp { get; init; }

    /// <summary>Its price; null for v1 contracts.</summary>
    public Amount? Amount { get; init; }

    /// <summary>What the buyer sees in the wallet.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Whether it is paid.</summary>
    public bool Paid { get; init; }

    /// <summary>Whether it can still be refunded.</summary>
    public bool Refundable { get; init; }
}
