using Microsoft.AspNetCore.Http;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Gate;

/// <summary>The mark on a request that it may be served, and for what. It keeps a request from being gated twice for one resource.</summary>
internal sealed class PaymentGrant(Resource resource, TalerPayment payment)
{
    public TalerPayment Payment => payment;

    public static void Give(HttpContext context, Resource resource, TalerPayment payment) =>
        context.Features.Set(new PaymentGrant(resource, payment));

    public static bool Covers(HttpContext context, Resource resource) =>
        context.Features.Get<PaymentGrant>() is { } grant && grant.IsFor(resource);

    private bool IsFor(Resource other) => resource.IsSameAs(other);
}
