using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Taler.Paywall.Orders;
using Taler.Paywall.Responses;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Gate;

/// <summary>The button on the refund page: a POST to the page itself with a mark in the query, which drops a refunded order.</summary>
internal static class BuyAgain
{
    private const string Marker = "taler_paywall";
    private const string Value = "buy-again";

    /// <summary>Whether this request pressed the button. Another site's form did not: it brings no cookie, and its browser says where it comes from.</summary>
    public static bool IsAsked(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.QueryString.HasValue
        && string.Equals(request.Query[Marker], Value, StringComparison.Ordinal)
        && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin";

    /// <summary>Where the button posts to.</summary>
    public static string Path(HttpRequest request) => PaywallResponses.Self(request, WithoutMarker(request).Add(Marker, Value));

    public static QueryString WithoutMarker(HttpRequest request)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (!string.Equals(name, Marker, StringComparison.OrdinalIgnoreCase))
                query.Add(name, values.OfType<string>());
        }
        return query.ToQueryString();
    }

    /// <summary>The order in hand, dropped if it is refunded, and as it is if the page with the button was out of date.</summary>
    public static OrderEntry? Drop(WalkResult result) =>
        result.Decision is Decision.ShowRefund ? result.Entry! with { Mark = OrderMark.Dropped } : result.Entry;
}
