using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Gate;

/// <summary>The mark on a request that it may be served, and for what. It keeps a request from being gated twice for one resource.</summary>
internal sealed class PaymentGrant(Resource resource, TalerPayment payment, PaymentGrant? earlier)
{
    public TalerPayment Payment => payment;

    /// <summary>The query values by which the resource was found, or another one that the request was let through for before.</summary>
    public IEnumerable<string> Query => earlier is null ? resource.Rule.Query : resource.Rule.Query.Concat(earlier.Query);

    public static void Give(HttpContext context, Resource resource, TalerPayment payment) =>
        context.Features.Set(new PaymentGrant(resource, payment, context.Features.Get<PaymentGrant>()));

    public static bool Covers(HttpContext context, Resource resource) =>
        context.Features.Get<PaymentGrant>() is { } grant && grant.IsFor(resource);

    /// <summary>Name and price: whatever else an offer has is made only when somebody must be told of it.</summary>
    private bool IsFor(Resource other) =>
        string.Equals(resource.Name, other.Name, StringComparison.Ordinal) && resource.Price == other.Price;
}
