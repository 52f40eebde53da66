using Taler.Merchant;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Orders;

/// <summary>The orders at the merchant backend, seen through the offers of this site.</summary>
internal sealed class OrderBook(ITalerMerchantClient merchant, BackendAddress address, PaywallMetrics metrics)
{
    /// <summary>Makes sure that an order of this ID exists. Repeating it is harmless.</summary>
    public async Task CreateAsync(OrderId orderId, Offer offer, CancellationToken cancellationToken)
    {
        // No "now", no session and no claim token: the body must be the same whoever repeats it, and the ID is already unguessable.
        var result = await merchant.CreateOrderAsync(
            new CreateOrderRequest
            {
                OrderId = orderId,
                Amount = offer.Resource.Price,
                Summary = offer.Resource.Summary,
                FulfillmentUrl = offer.FulfillmentUrl,
                PublicReorderUrl = offer.FulfillmentUrl,
                RefundDelay = offer.Resource.RefundDelay,
                CreateToken = false,
                Extra = ResourceCheck.Extra(offer),
            },
            cancellationToken);
        if (result is CreateOrderResult.Created)
            metrics.OrderCreated();
    }

    /// <summary>Asks for the status, with all addresses as buyers reach them.</summary>
    /// <exception cref="TalerMerchantException">Also when the order status URL leads elsewhere than to the backend.</exception>
    public async Task<OrderStatus> AskAsync(OrderId orderId, SessionId sessionId, CancellationToken cancellationToken) =>
        await merchant.GetOrderStatusAsync(orderId, sessionId, cancellationToken) switch
        {
            OrderStatus.Unpaid unpaid => unpaid with
            {
                OrderStatusUrl = address.MakePublic(unpaid.OrderStatusUrl),
                TalerPayUri = address.MakePublic(unpaid.TalerPayUri),
            },
            OrderStatus.Paid paid => paid with { OrderStatusUrl = address.MakePublic(paid.OrderStatusUrl) },
            var other => other,
        };

    /// <summary>Asks for the status and lets the backend wait for the payment. The addresses in it are not for buyers.</summary>
    public Task<OrderStatus> WaitAsync(OrderId orderId, SessionId sessionId, TimeSpan wait, CancellationToken cancellationToken) =>
        merchant.WaitForPaymentAsync(orderId, sessionId, wait, cancellationToken);

    /// <summary>The order by which the session has paid for the page. Null also where the backend refuses the question: those before v25 do not know it.</summary>
    public async Task<OrderId?> FindPaidAsync(SessionId sessionId, string fulfillmentUrl, CancellationToken cancellationToken)
    {
        try
        {
            return await merchant.GetSessionStatusAsync(sessionId, fulfillmentUrl, cancellationToken) is SessionStatus.Paid paid ? paid.OrderId : null;
        }
        catch (TalerMerchantException refusal) when (refusal.Failure is TalerMerchantFailure.Refused)
        {
            return null;
        }
    }
}
