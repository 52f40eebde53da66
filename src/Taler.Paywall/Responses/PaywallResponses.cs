using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using static Taler.Paywall.Responses.OwnResponse;

namespace Taler.Paywall.Responses;

/// <summary>The answers of our own: a page for people, a problem for programs, nothing where nobody looks.</summary>
internal static class PaywallResponses
{
    private static readonly TimeSpan BackendPause = TimeSpan.FromSeconds(10);

    /// <summary>Has the order paid: on the backend's page, or by the program itself.</summary>
    public static Task RequirePaymentAsync(HttpContext context, RequestKind kind, Offer offer, OrderStatus.Unpaid order)
    {
        if (kind is RequestKind.Navigation)
            return RedirectAsync(context, order.OrderStatusUrl.AbsoluteUri);
        if (kind is RequestKind.Program)
            context.Response.Headers["Taler"] = order.TalerPayUri.Value;
        return AnswerAsync(context, kind, PaymentProblem.PaymentRequired(offer, order));
    }

    /// <summary>Names the price and how to order. No order exists.</summary>
    public static Task ShowPriceAsync(HttpContext context, RequestKind kind, Offer offer)
    {
        var orderPath = PageActions.Path(context.Request, PageAction.Order);
        return AnswerAsync(context, kind, PaymentProblem.OrderFirst(offer, orderPath), PageCatalogue.Price(offer, orderPath));
    }

    public static Task RefuseWithoutOrderAsync(HttpContext context) => EmptyAsync(context, StatusCodes.Status402PaymentRequired);

    public static Task RefundedAsync(HttpContext context, RequestKind kind, OrderStatus.Paid order) => AnswerAsync(
        context, kind, PaymentProblem.Refunded(order), PageCatalogue.Refunded(order, PageActions.Path(context.Request, PageAction.BuyAgain)));

    /// <summary>A client that brings no session where it must have one: its payment could not be found again.</summary>
    public static Task CookiesRequiredAsync(HttpContext context, RequestKind kind) => AnswerAsync(
        context, kind, PaymentProblem.CookiesRequired, PageCatalogue.CookiesRequired(PageActions.Page(context.Request)));

    public static Task UnavailableAsync(HttpContext context, RequestKind kind)
    {
        AskRetryAfter(context, BackendPause);
        return AnswerAsync(context, kind, PaymentProblem.BackendUnavailable, PageCatalogue.Unavailable(PageActions.Page(context.Request)));
    }

    /// <summary>More orders are asked for than the site allows. A person has not asked too often himself, as 429 would say, so he gets 503.</summary>
    public static Task OrderLimitAsync(HttpContext context, RequestKind kind, TimeSpan retryAfter)
    {
        AskRetryAfter(context, retryAfter);
        return kind is RequestKind.Navigation
            ? PageAsync(context, StatusCodes.Status503ServiceUnavailable, PageCatalogue.OrderLimit(PageActions.Page(context.Request)))
            : AnswerAsync(context, kind, PaymentProblem.OrderLimit);
    }

    /// <summary>Tells the script of the pay page what became of the order.</summary>
    public static Task PaymentNewsAsync(HttpContext context, PaymentNews news) => news is PaymentNews.Unknown
        ? UnavailableAsync(context, RequestKind.Program)
        : JsonAsync(context, WaitReply.Of(news), WaitReplyJson.Default.WaitReply);

    /// <summary>The order in hand has moved on; the next request goes on from there.</summary>
    public static Task ComeAgainAsync(HttpContext context, RequestKind kind)
    {
        if (kind is RequestKind.Navigation)
            return GoToPageAsync(context);
        AskRetryAfter(context, TimeSpan.Zero);
        return AnswerAsync(context, kind, PaymentProblem.OrderReplaced);
    }

    /// <summary>Sends a person to the page itself, to see what has become of it.</summary>
    public static Task GoToPageAsync(HttpContext context) => RedirectAsync(context, PageActions.Page(context.Request));

    public static Task AmbiguousAsync(HttpContext context) => ProblemAsync(context, PaymentProblem.AmbiguousPath);

    public static Task UnusableKeyAsync(HttpContext context) => ProblemAsync(context, PaymentProblem.UnusableKey);

    private static Task AnswerAsync(HttpContext context, RequestKind kind, PaymentProblem problem, PageContent? page = null) => kind switch
    {
        RequestKind.Silent => EmptyAsync(context, problem.Status),
        RequestKind.Navigation when page is not null => PageAsync(context, problem.Status, page),
        RequestKind.Navigation or RequestKind.Program => ProblemAsync(context, problem),
    };

    private static void AskRetryAfter(HttpContext context, TimeSpan pause) =>
        context.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
