using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Responses;

/// <summary>The responses of our own. Each may depend on cookie and Accept, and none may be stored.</summary>
internal static class PaywallResponses
{
    private const int RetryAfterSeconds = 10;

    public static Task RequirePaymentAsync(HttpContext context, RequestKind kind, Offer offer, OrderStatus.Unpaid order)
    {
        if (kind is RequestKind.Silent)
            return EmptyAsync(context, StatusCodes.Status402PaymentRequired);
        if (kind is RequestKind.Navigation)
            return RedirectAsync(context, StatusCodes.Status302Found, order.OrderStatusUrl.AbsoluteUri);
        context.Response.Headers["Taler"] = order.TalerPayUri.Value;
        return ProblemAsync(context, new PaymentProblem(
            PaymentProblem.TypeOf("payment-required"),
            "Payment required",
            StatusCodes.Status402PaymentRequired,
            "Pay the order with a GNU Taler wallet, then ask again with the cookie of this answer.",
            order.TalerPayUri.Value,
            order.OrderStatusUrl.AbsoluteUri,
            offer.Resource.Price.ToString(),
            offer.Resource.Summary));
    }

    public static Task RefuseWithoutOrderAsync(HttpContext context) => EmptyAsync(context, StatusCodes.Status402PaymentRequired);

    public static Task RefundedAsync(HttpContext context, RequestKind kind, OrderStatus.Paid order, string buyAgainPath)
    {
        const int Status = StatusCodes.Status402PaymentRequired;
        var url = order.OrderStatusUrl.AbsoluteUri;
        return kind switch
        {
            RequestKind.Silent => EmptyAsync(context, Status),
            RequestKind.Program => ProblemAsync(context, new PaymentProblem(
                PaymentProblem.TypeOf("refunded"),
                "The payment was refunded",
                Status,
                order.RefundPending ? "The wallet has yet to pick the refund up at the order status URL." : null,
                OrderStatusUrl: url)),
            RequestKind.Navigation => PageAsync(context, Status, Pages.Refunded(order, buyAgainPath)),
        };
    }

    public static Task CookiesRequiredAsync(HttpContext context) =>
        PageAsync(context, StatusCodes.Status402PaymentRequired, Pages.CookiesRequired(Self(context.Request)));

    public static Task UnavailableAsync(HttpContext context, RequestKind kind)
    {
        const int Status = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfter;
        return kind switch
        {
            RequestKind.Silent => EmptyAsync(context, Status),
            RequestKind.Program => ProblemAsync(context, new PaymentProblem(
                PaymentProblem.TypeOf("backend-unavailable"),
                "Payments cannot be checked now",
                Status,
                "Nothing was charged. Ask again later with the cookie of this answer.")),
            RequestKind.Navigation => PageAsync(context, Status, Pages.Unavailable(Self(context.Request))),
        };
    }

    /// <summary>The order in the cookie has moved on; the next request goes on from there.</summary>
    public static Task ComeAgainAsync(HttpContext context, RequestKind kind) => kind is RequestKind.Navigation
        ? RedirectAsync(context, StatusCodes.Status302Found, Self(context.Request))
        : OrderReplacedAsync(context);

    public static Task SeeSelfAsync(HttpContext context, QueryString query) =>
        RedirectAsync(context, StatusCodes.Status303SeeOther, Self(context.Request, query));

    public static Task AmbiguousAsync(HttpContext context) => ProblemAsync(context, new PaymentProblem(
        PaymentProblem.TypeOf("ambiguous-path"),
        "The path can be read in more than one way",
        StatusCodes.Status400BadRequest,
        "Write it without encoded or doubled slashes, backslashes, dot segments, and dots or spaces at the end of a segment, and each query value once."));

    /// <summary>The current path as a link of our own: one leading slash, so that it can never name another host.</summary>
    public static string Self(HttpRequest request, QueryString? query = null)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        return "/" + Ascii(path.TrimStart('/', '\\') + (query ?? request.QueryString).ToUriComponent());
    }

    /// <summary>HTTP/2 clients may send characters beyond ASCII as they are; a header must not repeat them so.</summary>
    private static string Ascii(string text) => System.Text.Ascii.IsValid(text)
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static Task OrderReplacedAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "0";
        return ProblemAsync(context, new PaymentProblem(
            PaymentProblem.TypeOf("order-replaced"),
            "The order had to be replaced",
            StatusCodes.Status503ServiceUnavailable,
            "Nothing was charged. Ask again at once with the cookie of this answer."));
    }

    private static string RetryAfter { get; } = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Task RedirectAsync(HttpContext context, int status, string location)
    {
        context.Response.Headers.Location = location;
        return EmptyAsync(context, status);
    }

    private static Task EmptyAsync(HttpContext context, int status)
    {
        Prepare(context, status);
        return OutputCache.CloseEmptyAsync(context.Response);
    }

    private static Task ProblemAsync(HttpContext context, PaymentProblem problem)
    {
        Prepare(context, problem.Status);
        return context.Response.WriteAsJsonAsync(problem, PaymentProblemJson.Default.PaymentProblem, PaymentProblem.MediaType, context.RequestAborted);
    }

    private static Task PageAsync(HttpContext context, int status, Page page)
    {
        Prepare(context, status);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Page.ContentSecurityPolicy;
        return context.Response.WriteAsync(page.ToHtml(), context.RequestAborted);
    }

    private static void Prepare(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Append(HeaderNames.Vary, "Cookie, Accept");
        CacheHeaders.ForbidStoring(context.Response.Headers);
        SealedHeaders.Apply(context.Response, CacheHeaders.ForbidStoring);
        OutputCache.Forbid(context);
    }
}
