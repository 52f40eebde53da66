namespace Taler.Merchant.Wire;

/// <summary><c>GET private/orders/$ORDER_ID</c>: the members of all three statuses in one record, told apart by <c>order_status</c>.</summary>
internal sealed record OrderStatusWire
{
    public required string OrderStatus { get; init; }

    public string? OrderStatusUrl { get; init; }

    public string? TalerPayUri { get; init; }

    public Amount? TotalAmount { get; init; }

    public string? Summary { get; init; }

    public Timestamp? CreationTime { get; init; }

    public Timestamp? PayDeadline { get; init; }

    public ContractTermsWire? ProtoContractTerms { get; init; }

    public string? AlreadyPaidOrderId { get; init; }

    public string? AlreadyPaidFulfillmentUrl { get; init; }

    public ContractTermsWire? ContractTerms { get; init; }

    public bool? Refunded { get; init; }

    public bool? RefundPending { get; init; }

    public Amount? RefundAmount { get; init; }

    public Timestamp? LastPayment { get; init; }

    public int? ChoiceIndex { get; init; }

    public bool? Wired { get; init; }

    public OrderStatus ToOrderStatus(OrderId orderId, SessionId? sessionId) => OrderStatus switch
    {
        "unpaid" => ToUnpaid(orderId, sessionId),
        "claimed" => ToClaimed(orderId),
        "paid" => ToPaid(orderId),
        _ => throw new WireException("order_status is none of unpaid, claimed and paid"),
    };

    private OrderStatus.Unpaid ToUnpaid(OrderId orderId, SessionId? sessionId)
    {
        if (!Merchant.TalerPayUri.TryParse(WireValues.Require(TalerPayUri, "taler_pay_uri"), out var payUri))
            throw new WireException("taler_pay_uri is not a pay URI");
        WireValues.RequireSame(orderId, payUri.OrderId, "taler_pay_uri");
        if (sessionId is not null && payUri.SessionId is { } bound && bound != sessionId)
            throw new WireException("taler_pay_uri is bound to another session than the one that was asked for");
        return new OrderStatus.Unpaid
        {
            TalerPayUri = payUri,
            OrderStatusUrl = WireValues.WebUrl(OrderStatusUrl, "order_status_url"),
            TotalAmount = TotalAmount ?? ProtoContractTerms?.Amount,
            Summary = Summary ?? ProtoContractTerms?.Summary,
            CreationTime = CreationTime ?? ProtoContractTerms?.Timestamp,
            PayDeadline = PayDeadline ?? ProtoContractTerms?.PayDeadline,
            AlreadyPaidOrderId = WireValues.OptionalOrderId(AlreadyPaidOrderId, "already_paid_order_id"),
            AlreadyPaidFulfillmentUrl = AlreadyPaidFulfillmentUrl,
        };
    }

    private OrderStatus.Claimed ToClaimed(OrderId orderId) => new()
    {
        OrderStatusUrl = OrderStatusUrl is null ? null : WireValues.WebUrl(OrderStatusUrl, "order_status_url"),
        ContractTerms = WireValues.Require(ContractTerms, "contract_terms").ToContractTerms(orderId),
        AlreadyPaidOrderId = WireValues.OptionalOrderId(AlreadyPaidOrderId, "already_paid_order_id"),
    };

    private OrderStatus.Paid ToPaid(OrderId orderId) => new()
    {
        OrderStatusUrl = WireValues.WebUrl(OrderStatusUrl, "order_status_url"),
        ContractTerms = WireValues.Require(ContractTerms, "contract_terms").ToContractTerms(orderId),

        // A missing answer to this question must not read as "not refunded".
        Refunded = Refunded ?? throw new WireException("refunded is missing"),
        RefundPending = RefundPending ?? false,
        RefundAmount = RefundAmount,
        LastPayment = LastPayment,
        ChoiceIndex = ChoiceIndex,
        Wired = Wired ?? false,
    };
}
