using System.Net;
using Taler.Merchant.Http;
using Taler.Merchant.Wire;

namespace Taler.Merchant;

internal sealed partial class TalerMerchantClient
{
    private const string ReadOrders = "orders-read";
    private const string WriteOrders = "orders-write";
    private const string RefundOrders = "orders-refund";

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    public Task<CreateOrderResult> CreateOrderAsync(CreateOrderRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.Summary, nameof(request));
        if (request.Amount is null == (request.Choices.Count == 0))
            throw new ArgumentException("An order has either an amount or choices.", nameof(request));
        var call = new MerchantCall(HttpMethod.Post, "private/orders", "private/orders")
        {
            Body = Body(CreateOrderRequestWire.From(request), WireJson.Default.CreateOrderRequestWire),
            IsRepeatable = request.OrderId is not null,
            Permission = WriteOrders,
            Secret = request.SessionId?.Value,
        };
        return _transport.SendAsync(call, (call, answer) => ReadCreated(call, answer, request.OrderId), cancellationToken);
    }

    public Task<OrderStatus> GetOrderStatusAsync(OrderId orderId, SessionId? sessionId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        var query = new QueryText().Add("session_id", sessionId?.Value);
        var call = Get("private/orders/$ORDER_ID", OrderPath(orderId) + query) with { Permission = ReadOrders, Secret = sessionId?.Value };
        return _transport.SendAsync(call, (call, answer) => ReadOrderStatus(call, answer, orderId, sessionId), cancellationToken);
    }

    public Task<OrderStatus> WaitForPaymentAsync(OrderId orderId, SessionId? sessionId, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, MaxWait);
        var query = new QueryText().Add("session_id", sessionId?.Value).Add("timeout_ms", (long)wait.TotalMilliseconds);
        var call = new MerchantCall(HttpMethod.Get, "private/orders/$ORDER_ID?timeout_ms", OrderPath(orderId) + query)
        {
            Wait = wait,
            IsAside = true,
            Permission = ReadOrders,
            Secret = sessionId?.Value,
        };
        return _transport.SendAsync(call, (call, answer) => ReadOrderStatus(call, answer, orderId, sessionId), cancellationToken);
    }

    public Task<IReadOnlyList<OrderListEntry>> ListOrdersAsync(ListOrdersRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new ListOrdersRequest();
        var query = new QueryText()
            .Add("paid", request.Paid)
            .Add("refunded", request.Refunded)
            .Add("wired", request.Wired)
            .Add("limit", request.Limit)
            .Add("offset", request.Offset)
            .Add("session_id", request.SessionId?.Value)
            .Add("fulfillment_url", request.FulfillmentUrl);
        var call = Get("private/orders", "private/orders" + query) with { Permission = ReadOrders, Secret = request.SessionId?.Value };
        return _transport.SendAsync<IReadOnlyList<OrderListEntry>>(
            call,
            (call, answer) => _failures.Read(call, answer, WireJson.Default.OrderListWire, wire => WireValues.Items(wire.Orders, "orders").Select(order => order.ToEntry()).ToList()),
            cancellationToken);
    }

    public Task<RefundResult> RefundAsync(OrderId orderId, Amount total, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        ArgumentNullException.ThrowIfNull(total);
        ArgumentNullException.ThrowIfNull(reason);
        var call = new MerchantCall(HttpMethod.Post, "private/orders/$ORDER_ID/refund", OrderPath(orderId) + "/refund")
        {
            Body = Body(new RefundRequestWire(total, reason), WireJson.Default.RefundRequestWire),
            Permission = RefundOrders,
        };
        return _transport.SendAsync(
            call, (call, answer) => _failures.Read(call, answer, WireJson.Default.RefundWire, wire => wire.ToResult(orderId)), cancellationToken);
    }

    public Task DeleteOrderAsync(OrderId orderId, bool force = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orderId);
        var query = new QueryText().Add("force", force ? true : null);
        var call = new MerchantCall(HttpMethod.Delete, "private/orders/$ORDER_ID", OrderPath(orderId) + query) { Permission = WriteOrders };
        return _transport.SendAsync(call, (call, answer) => RequireGone(call, answer, TalerErrorCodes.OrderUnknown), cancellationToken);
    }

    private static string OrderPath(OrderId orderId) => "private/orders/" + Segment(orderId.Value);

    private CreateOrderResult ReadCreated(MerchantCall call, MerchantAnswer answer, OrderId? asked) =>
        answer is { Status: HttpStatusCode.Conflict, Code: TalerErrorCodes.OrderExists }
            ? new CreateOrderResult.Exists()
            : _failures.Read(call, answer, WireJson.Default.CreatedOrderWire, wire => wire.ToCreated(asked));

    private OrderStatus ReadOrderStatus(MerchantCall call, MerchantAnswer answer, OrderId orderId, SessionId? sessionId)
    {
        if (answer is { Status: HttpStatusCode.NotFound, Code: TalerErrorCodes.OrderUnknown })
            return new OrderStatus.NotFound();
        var status = _failures.Read(call, answer, WireJson.Default.OrderStatusWire, wire => wire.ToOrderStatus(orderId, sessionId));
        return status is OrderStatus.Unpaid unpaid ? unpaid with { AnsweredAt = answer.Date } : status;
    }
}
