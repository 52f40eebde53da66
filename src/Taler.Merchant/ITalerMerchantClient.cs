namespace Taler.Merchant;

/// <summary>The REST API of a GNU Taler merchant backend, one method per endpoint. Made by <c>AddTalerMerchant</c>; safe for concurrent use.</summary>
/// <remarks>
/// Every method throws <see cref="TalerMerchantException"/> when the backend cannot be reached, refuses, or answers something that is not
/// of the protocol, and <see cref="OperationCanceledException"/> only when the caller's own token is cancelled. Answers that are part of
/// the protocol, such as an order that does not exist, are values. Reads are retried; of the writes only
/// <see cref="CreateOrderAsync"/> is, and only for orders with an order-ID of the caller's own. <see cref="WaitForPaymentAsync"/> and
/// <see cref="GetSessionStatusAsync"/> are never retried, and the circuit breaker does not look at them.
/// </remarks>
public interface ITalerMerchantClient
{
    /// <summary>What the backend is and speaks (<c>GET config</c>).</summary>
    /// <exception cref="TalerMerchantException">Also when the service is no merchant backend or its protocol version does not fit (<see cref="MerchantConfig.ClientVersion"/>).</exception>
    Task<MerchantConfig> GetConfigAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates an order (<c>POST private/orders</c>).</summary>
    /// <returns>The new order, or word that another order has this ID (409 with code 2503).</returns>
    Task<CreateOrderResult> CreateOrderAsync(CreateOrderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks for the status of an order (<c>GET private/orders/$ORDER_ID</c>).</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="sessionId">The session it must be paid under; null asks only whether it is paid at all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="TalerMerchantException">Also for a status that this client does not know: unknown is not unpaid.</exception>
    Task<OrderStatus> GetOrderStatusAsync(OrderId orderId, SessionId? sessionId = null, CancellationToken cancellationToken = default);

    /// <summary>Asks for the status of an order and lets the backend wait for the payment (<c>GET private/orders/$ORDER_ID?timeout_ms=</c>).</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="sessionId">The session it must be paid under; null waits for any payment.</param>
    /// <param name="wait">
    /// How long the backend may wait, from zero to 5 minutes. It may answer earlier at any time, and with any status: pause before asking
    /// again. The call ends with a failure when there is no answer in this time and 10 seconds more, or
    /// <see cref="TalerMerchantOptions.Timeout"/> more if that is longer.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status at the end: <see cref="OrderStatus.Paid"/> as soon as the order is paid, and any other when the time is over.</returns>
    /// <remarks>Each wait holds a connection to the backend, or a stream where it speaks HTTP/2. Bound how many there are at once.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="wait"/> is out of its range.</exception>
    Task<OrderStatus> WaitForPaymentAsync(OrderId orderId, SessionId? sessionId, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>Lists orders (<c>GET private/orders</c>).</summary>
    Task<IReadOnlyList<OrderListEntry>> ListOrdersAsync(ListOrdersRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Grants a refund (<c>POST private/orders/$ORDER_ID/refund</c>).</summary>
    /// <param name="orderId">A paid order.</param>
    /// <param name="total">The new total of all refunds of this order, not an increment.</param>
    /// <param name="reason">Shown to the buyer.</param>
    /// <param name="cancellationToken">Ends the call. The refund may have been granted all the same.</param>
    Task<RefundResult> RefundAsync(OrderId orderId, Amount total, string reason, CancellationToken cancellationToken = default);

    /// <summary>Deletes an order (<c>DELETE private/orders/$ORDER_ID</c>). An order that does not exist counts as deleted.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="force">Deletes a claimed order too.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task DeleteOrderAsync(OrderId orderId, bool force = false, CancellationToken cancellationToken = default);

    /// <summary>Registers a webhook (<c>POST private/webhooks</c>).</summary>
    Task CreateWebhookAsync(Webhook webhook, CancellationToken cancellationToken = default);

    /// <summary>Lists the webhooks by ID and event type (<c>GET private/webhooks</c>).</summary>
    Task<IReadOnlyList<WebhookListEntry>> ListWebhooksAsync(CancellationToken cancellationToken = default);

    /// <summary>One webhook (<c>GET private/webhooks/$WEBHOOK_ID</c>).</summary>
    /// <returns>Null if there is none of that ID.</returns>
    Task<Webhook?> GetWebhookAsync(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>Changes a webhook (<c>PATCH private/webhooks/$WEBHOOK_ID</c>).</summary>
    Task UpdateWebhookAsync(Webhook webhook, CancellationToken cancellationToken = default);

    /// <summary>Deletes a webhook (<c>DELETE private/webhooks/$WEBHOOK_ID</c>). One that does not exist counts as deleted.</summary>
    Task DeleteWebhookAsync(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>Asks whether a session has paid for a fulfillment URL (<c>GET sessions/$SESSION_ID</c>, protocol v25).</summary>
    Task<SessionStatus> GetSessionStatusAsync(SessionId sessionId, string fulfillmentUrl, CancellationToken cancellationToken = default);
}
