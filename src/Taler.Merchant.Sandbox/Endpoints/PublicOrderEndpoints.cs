using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Pages;
using Taler.Merchant.Sandbox.Wallets;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary><c>GET orders/{id}</c>: what the world sees of an order, as JSON and as a page.</summary>
internal sealed class PublicOrderEndpoints(OrderBook book, WalletShelf wallets, Instance instance, LongPoll longPoll)
{
    private const string TalerHeader = "Taler";

    public void Map(IEndpointRouteBuilder routes) => routes.Get("orders/{orderId}", StatusAsync);

    private async Task<Answer> StatusAsync(HttpContext context)
    {
        var request = context.Request;
        var wantsPage = request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) is true);
        if (!OrderId.TryParse(request.RouteText("orderId"), out var orderId))
            return Unknown(wantsPage, request.RouteText("orderId"));
        var credentials = new Credentials(request.QueryText("token"), request.QueryText("h_contract"), request.QuerySession());
        var found = wantsPage
            ? Look(orderId, credentials, request)
            : await longPoll.AskAsync(request, () => Look(orderId, credentials, request), Waiter(request));
        if (found is null)
            return Unknown(wantsPage, orderId.Value);
        var baseUrl = instance.BaseUrl(request);
        if (!wantsPage)
            return ToJson(found, credentials, baseUrl);
        return ToPage(found, credentials, baseUrl, WalletCookie.GetOrGive(context));
    }

    private Found? Look(OrderId orderId, Credentials credentials, HttpRequest request)
    {
        if (book.Find(orderId) is not { } order)
            return null;
        var status = PublicStatusTable.Decide(order, credentials);
        var alreadyPaid = status == PublicStatus.PaymentNeeded
            ? book.FindAlreadyPaid(order, credentials.Session, request.QueryYes("allow_refunded_for_repurchase"))
            : null;
        return new Found(order, status, alreadyPaid);
    }

    /// <summary>Tells for how long it is worth to wait: for the payment, for a refund, for its pick-up.</summary>
    private static Func<Found?, bool> Waiter(HttpRequest request)
    {
        var awaitsPickUp = request.QueryYes("await_refund_obtained");
        Amount? refund = null;
        if (request.QueryText("refund") is { } text && !Amount.TryParse(text, out refund))
            throw new RefusedException(Refusal.ParameterMalformed, "refund");
        return found => found switch
        {
            { Status: PublicStatus.PaymentNeeded } => found.AlreadyPaid is not null,
            { Status: PublicStatus.Paid } => !(awaitsPickUp && found.Order.RefundPending)
                && (refund is null || refund.Currency != found.Order.Proposal.Currency || found.Order.RefundGranted > refund),
            _ => true,
        };
    }

    private static Answer ToJson(Found found, Credentials credentials, Uri baseUrl)
    {
        var order = found.Order;
        var json = new JsonObject();
        if (order.Proposal.FulfillmentUrl is { } url)
            json["fulfillment_url"] = url;
        switch (found.Status)
        {
            case PublicStatus.Reorder:
                return Answer.Json(StatusCodes.Status202Accepted, new JsonObject { ["public_reorder_url"] = order.Proposal.PublicReorderUrl });
            case PublicStatus.WrongToken:
                return Answer.Refused(Refusal.WrongClaimToken, order.Id.Value);
            case PublicStatus.WrongContractHash:
                return Answer.Refused(Refusal.WrongContractHash, order.Id.Value);
            case PublicStatus.PaymentNeeded:
                var payUri = OrderUrls.PayUri(order, baseUrl, credentials.Session);
                json["taler_pay_uri"] = payUri;
                if (found.AlreadyPaid is { } earlier)
                    json["already_paid_order_id"] = earlier.Id.Value;
                return Answer.Json(StatusCodes.Status402PaymentRequired, json).With(TalerHeader, payUri);
            default:
                json["refunded"] = order.IsRefunded;
                json["refund_pending"] = order.RefundPending;
                json["refund_amount"] = order.RefundGranted.ToString();
                json["refund_taken"] = order.RefundTaken.ToString();
                return Answer.Json(StatusCodes.Status200OK, json);
        }
    }

    private Answer ToPage(Found found, Credentials credentials, Uri baseUrl, string wallet)
    {
        var order = found.Order;
        var goods = WebLinks.IsWeb(order.Proposal.FulfillmentUrl) ? order.Proposal.FulfillmentUrl : null;
        switch (found.Status)
        {
            case PublicStatus.Reorder:
                return WebLinks.IsWeb(order.Proposal.PublicReorderUrl)
                    ? Answer.Redirect(StatusCodes.Status302Found, order.Proposal.PublicReorderUrl)
                    : Refused();
            case PublicStatus.WrongToken or PublicStatus.WrongContractHash:
                return Refused();
            case PublicStatus.PaymentNeeded when found.AlreadyPaid is not null && goods is not null:
                return Answer.Redirect(StatusCodes.Status302Found, goods);
            case PublicStatus.PaymentNeeded when OrderEvents.IsExpired(order, instance.Now):
                return OrderPages.Expired(order, goods);
            case PublicStatus.PaymentNeeded:
                var payUri = OrderUrls.PayUri(order, baseUrl, credentials.Session);
                return OrderPages.Pay(order, payUri, wallets.HasBought(wallet, order)).With(TalerHeader, payUri);
            default:
                if (order.RefundPending)
                {
                    var refundUri = OrderUrls.RefundUri(order, baseUrl);
                    return OrderPages.Refund(order, refundUri, goods).With(TalerHeader, refundUri);
                }
                return goods is null ? OrderPages.Paid(order) : Answer.Redirect(StatusCodes.Status302Found, goods);
        }
    }

    private static Answer Refused() => OrderPages.Message(
        StatusCodes.Status403Forbidden,
        "This link is not complete",
        "The order is not shown without its claim token or the hash of its contract. Go back to the shop and start again.");

    private static Answer Unknown(bool wantsPage, string orderId) => wantsPage
        ? OrderPages.Message(StatusCodes.Status404NotFound, "Order not found", "The sandbox does not know this order. It forgets everything when it stops.")
        : Answer.Refused(Refusal.OrderUnknown, orderId);

    private sealed record Found(Order Order, PublicStatus Status, Order? AlreadyPaid);
}
