namespace Taler.Merchant;

/// <summary>
/// The status of an order under a session: <see cref="NotFound"/>, <see cref="Unpaid"/>, <see cref="Claimed"/> or <see cref="Paid"/>.
/// A status of any other name is an exception, never one of these.
/// </summary>
public abstract record OrderStatus
{
    private OrderStatus()
    {
    }

    /// <summary>The name of the status only: the URLs that belong to it may carry credentials.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The backend does not know the order (404 with code 2005): never created, deleted, or collected.</summary>
    public sealed record NotFound : OrderStatus;

    /// <summary>No wallet has claimed the order.</summary>
    public sealed record Unpaid : OrderStatus
    {
        /// <summary>What makes a wallet pay it.</summary>
        public required TalerPayUri TalerPayUri { get; init; }

        /// <summary>The backend's page for the buyer. Opaque: it may carry credentials.</summary>
        public required Uri OrderStatusUrl { get; init; }

        /// <summary>The price; null for v1 contracts.</summary>
        public Amount? TotalAmount { get; init; }

        /// <summary>What the buyer sees in the wallet.</summary>
        public string? Summary { get; init; }

        /// <summary>When the order was made.</summary>
        public Timestamp? CreationTime { get; init; }

        /// <summary>Last moment to pay; null before v21. A backend answers <c>unpaid</c> beyond it too.</summary>
        public Timestamp? PayDeadline { get; init; }

        /// <summary>
        /// The backend's own clock when it answered (header <c>Date</c>), to hold <see cref="PayDeadline"/> against; null if it sent none.
        /// </summary>
        public DateTimeOffset? AnsweredAt { get; init; }

        /// <summary>An older order with the same fulfillment URL, paid under the session that was asked for.</summary>
        public OrderId? AlreadyPaidOrderId { get; init; }

        /// <summary>The fulfillment URL of <see cref="AlreadyPaidOrderId"/>.</summary>
        public string? AlreadyPaidFulfillmentUrl { get; init; }
    }

    /// <summary>A wallet took the order and has not paid yet, <b>or</b> it is paid, but not under the session that was asked for.</summary>
    public sealed record Claimed : OrderStatus
    {
        /// <summary>The backend's page for the buyer; null before v19.</summary>
        public Uri? OrderStatusUrl { get; init; }

        /// <summary>What the wallet was offered.</summary>
        public required ContractTerms ContractTerms { get; init; }

        /// <summary>As <see cref="Unpaid.AlreadyPaidOrderId"/>; backends seen so far name it only while the order is unpaid.</summary>
        public OrderId? AlreadyPaidOrderId { get; init; }
    }

    /// <summary>The order is paid, under the session that was asked for if one was.</summary>
    public sealed record Paid : OrderStatus
    {
        /// <summary>The backend's page for the buyer: details, or a refund to pick up.</summary>
        public required Uri OrderStatusUrl { get; init; }

        /// <summary>What the buyer signed.</summary>
        public required ContractTerms ContractTerms { get; init; }

        /// <summary>Whether anything was refunded, even in part, or the payment was aborted.</summary>
        public bool Refunded { get; init; }

        /// <summary>Whether the wallet has yet to fetch a refund.</summary>
        public bool RefundPending { get; init; }

        /// <summary>The total refund granted; null if the backend names none.</summary>
        public Amount? RefundAmount { get; init; }

        /// <summary>When the last payment came in; null before v14.</summary>
        public Timestamp? LastPayment { get; init; }

        /// <summary>Which choice of a v1 contract was paid; null before v21 and for v0.</summary>
        public int? ChoiceIndex { get; init; }

        /// <summary>Whether the money is on its way to the merchant's bank account.</summary>
        public bool Wired { get; init; }

        /// <summary>The sum paid: of the contract, or of the choice that was paid. Null if the answer does not tell.</summary>
        public Amount? AmountPaid => ContractTerms.Amount
            ?? (ChoiceIndex is { } index && index >= 0 && index < ContractTerms.Choices.Count ? ContractTerms.Choices[index] : null);
    }
}
