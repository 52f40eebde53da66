using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using static Taler.Paywall.Responses.OwnResponse;

namespace Taler.Paywall.Responses;

/// <summary>The answers of our own, one for each case and kind of request.</summary>
internal sealed class PaywallResponses(IPayPage? payPage = null)
{
    private static readonly TimeSpan BackendPause = TimeSpan.FromSeconds(10);

    /// <summary>Has the order paid: on the site's own page, on the backend's, or by the program itself.</summary>
    public Task RequirePaymentAsync(HttpContext context, RequestKind kind, Offer offer, OrderStatus.Unpaid order, bool onSite)
    {
        if (kind is RequestKind.Silent)
            return RefuseWithoutOrderAsync(context);
        if (kind is RequestKind.Navigation)
        {
            return onSite && payPage is not null
                ? payPage.ShowAsync(context, offer, order)
                : RedirectAsync(context, order.OrderStatusUrl.AbsoluteUri);
        }
        context.Response.Headers["Taler"] = order.TalerPayUri.Value;
        return ProblemAsync(context, new PaymentProblem(
            ProblemTypes.PaymentRequired,
            "Payment required",
            StatusCodes.Status402PaymentRequired,
            "Pay the order with a GNU Taler wallet, then ask again with the session of this answer, which is its cookie or its header Taler-Paywall-Session.",
            order.TalerPayUri.Value,
            order.OrderStatusUrl.AbsoluteUri,
            offer.Resource.Price.ToString(),
            offer.Resource.Summary));
    }

    /// <summary>Names the price and how to order. No order exists.</summary>
    public static Task ShowPriceAsync(HttpContext context, RequestKind kind, Offer offer)
    {
        const int Status = StatusCodes.Status402PaymentRequired;
        var orderPath = PageActions.Path(context.Request, PageAction.Order);
        return kind switch
        {
            RequestKind.Silent => EmptyAsync(context, Status),
            RequestKind.Program => ProblemAsync(context, new PaymentProblem(
                ProblemTypes.PaymentRequired,
                "Payment required",
                Status,
                "POST to the order URL with the session of this answer to create an order.",
                Price: offer.Resource.Price.ToString(),
                Summary: offer.Resource.Summary,
                OrderUrl: orderPath)),
            RequestKind.Navigation => PageAsync(context, Status, PageContents.Price(offer, orderPath)),
        };
    }

    public static Task RefuseWithoutOrderAsync(HttpContext context) => EmptyAsync(context, StatusCodes.Status402PaymentRequired);

    public static Task RefundedAsync(HttpContext context, RequestKind kind, OrderStatus.Paid order)
    {
        const int Status = StatusCodes.Status402PaymentRequired;
        return kind switch
        {
            RequestKind.Silent => EmptyAsync(context, Status),
            RequestKind.Program => ProblemAsync(context, new PaymentProblem(
                ProblemTypes.Refunded,
                "The payment was refunded",
                Status,
                order.RefundPending ? "The wallet has yet to pick the refund up at the order status URL." : null,
                OrderStatusUrl: order.OrderStatusUrl.AbsoluteUri)),
            RequestKind.Navigation => PageAsync(context, Status, PageContents.Refunded(order, PageActions.Path(context.Request, PageAction.BuyAgain))),
        };
    }

    /// <summary>A visitor whose browser keeps no cookies: his payment could not be found again.</summary>
    public static Task CookiesRequiredAsync(HttpContext context, RequestKind kind) => kind is RequestKind.Navigation
        ? PageAsync(context, StatusCodes.Status402PaymentRequired, PageContents.CookiesRequired(PageActions.Page(context.Request)))
        : ProblemAsync(context, new PaymentProblem(
            ProblemTypes.CookiesRequired,
            "The cookie is missing",
            StatusCodes.Status402PaymentRequired,
            "Send the cookie of an earlier answer: it ties a payment to you."));

    public static Task UnavailableAsync(HttpContext context, RequestKind kind)
    {
        const int Status = StatusCodes.Status503ServiceUnavailable;
        AskRetryAfter(context, BackendPause);
        return kind switch
        {
            RequestKind.Silent => EmptyAsync(context, Status),
            RequestKind.Program => ProblemAsync(context, new PaymentProblem(
                ProblemTypes.BackendUnavailable,
                "Payments cannot be checked now",
                Status,
                "Nothing was charged. Ask again later with the session of this answer.")),
            RequestKind.Navigation => PageAsync(context, Status, PageContents.Unavailable(PageActions.Page(context.Request))),
        };
    }

    /// <summary>More orders are asked for than the site allows.</summary>
    public static Task OrderLimitAsync(HttpContext context, RequestKind kind, TimeSpan retryAfter)
    {
        AskRetryAfter(context, retryAfter);
        return kind switch
        {
            RequestKind.Silent => EmptyAsync(context, StatusCodes.Status429TooManyRequests),
            RequestKind.Program => ProblemAsync(context, new PaymentProblem(
                ProblemTypes.OrderLimit,
                "Too many orders",
                StatusCodes.Status429TooManyRequests,
                "No order was created. Ask again after the pause that Retry-After names.")),
            RequestKind.Navigation => PageAsync(
                context, StatusCodes.Status503ServiceUnavailable, PageContents.OrderLimit(PageActions.Page(context.Request))),
        };
    }

    /// <summary>Tells the script of the pay page what became of the order.</summary>
    public static Task PaymentNewsAsync(HttpContext context, PaymentNews news) => news is PaymentNews.Unknown
        ? UnavailableAsync(context, RequestKind.Program)
        : JsonAsync(context, WaitReply.Of(news), WaitReplyJson.Default.WaitReply);

    /// <summary>The order in the cookie has moved on; the next request goes on from there.</summary>
    public static Task ComeAgainAsync(HttpContext context, RequestKind kind)
    {
        if (kind is RequestKind.Navigation)
            return SeeSelfAsync(context);
        AskRetryAfter(context, TimeSpan.Zero);
        return ProblemAsync(context, new PaymentProblem(
            ProblemTypes.OrderReplaced,
            "The order had to be replaced",
            StatusCodes.Status503ServiceUnavailable,
            "Nothing was charged. Ask again at once with the session of this answer."));
    }

    /// <summary>Sends a person to the page itself, to see what has become of it.</summary>
    public static Task SeeSelfAsync(HttpContext context) => RedirectAsync(context, PageActions.Page(context.Request));

    public static Task AmbiguousAsync(HttpContext context) => ProblemAsync(context, new PaymentProblem(
        ProblemTypes.AmbiguousPath,
        "The path can be read in more than one way",
        StatusCodes.Status400BadRequest,
        "Write it without encoded or doubled slashes, backslashes, dot segments, and dots or spaces at the end of a segment, and each query value once."));

    public static Task UnusableKeyAsync(HttpContext context) => ProblemAsync(context, new PaymentProblem(
        ProblemTypes.IdempotencyKey,
        "The Idempotency-Key cannot be used",
        StatusCodes.Status400BadRequest,
        "Send one key of 22 to 255 visible ASCII characters, made from at least 128 random bits, because it opens what is paid with it. Or leave the header out."));

    private static void AskRetryAfter(HttpContext context, TimeSpan pause) =>
        context.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
