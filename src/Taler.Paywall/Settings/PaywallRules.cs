using Microsoft.AspNetCore.Http;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Settings;

/// <summary>The options, compiled: what a request is held against. Immutable; a reload makes another one.</summary>
internal sealed record PaywallRules(
    ResourceMatcher Matcher,
    IReadOnlyList<ResourceRule> Resources,
    IReadOnlyList<FreePathRule> FreePaths,
    Uri? PublicBaseUrl,
    CookieBuilder Cookie,
    TimeSpan SessionLifetime,
    PaymentTrust Trust,
    TalerSharedCaches SharedCaches,
    TalerOrderCreation OrderCreation,
    TalerPayPage PayPage,
    PageLook Look)
{
    /// <summary>The configured address of the site, without a slash at its end; empty if none is configured.</summary>
    public string Site { get; } = PublicBaseUrl?.AbsoluteUri.TrimEnd('/') ?? "";

    /// <summary>Whether visitors pay for a resource on the site itself.</summary>
    public bool PaysOnSite(Resource resource) =>
        (resource.Rule.PayPage ?? PayPage) is TalerPayPage.OnSite;

    /// <summary>The resource that a request names: by its endpoint's metadata if there is any, else by its path.</summary>
    public ResourceMatch Match(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ITalerPaymentMetadata>() is null ? Matcher.Match(context) : EndpointResources.Match(context);

    /// <summary>
    /// Where the wallet returns to. Wallets recognise a former purchase by this exact string, so it is made of canonical parts; without a
    /// public base URL the request's own origin is all there is.
    /// </summary>
    public string FulfillmentUrl(HttpRequest request, Resource resource) =>
        (Site.Length > 0 ? Site : $"{request.Scheme}://{RequestHost.Of(request).ToLowerInvariant()}{request.PathBase.ToUriComponent()}")
        + resource.FulfillmentPath;
}
