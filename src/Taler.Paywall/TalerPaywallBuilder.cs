using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Pages;

namespace Taler.Paywall;

/// <summary>What <c>AddTalerPaywall</c> returns, to add to it.</summary>
public sealed class TalerPaywallBuilder
{
    internal TalerPaywallBuilder(IServiceCollection services, IHttpClientBuilder merchantClient)
    {
        Services = services;
        MerchantClient = merchantClient;
    }

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The HTTP client that talks to the merchant backend, for handlers of your own.</summary>
    public IHttpClientBuilder MerchantClient { get; }

    /// <summary>Writes a page in the place of the paywall's. The last replacement of a kind holds.</summary>
    /// <remarks>
    /// The status, the cookie, <c>Retry-After</c>, <c>Vary</c> and <c>Cache-Control: no-store</c> stay the paywall's. It sends no content security
    /// policy with the page: that is the site's own. If writing fails before the first byte, the paywall logs an error and shows its own page.
    /// </remarks>
    /// <param name="kind">Which page.</param>
    /// <param name="write">Writes the response, with its <c>Content-Type</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public TalerPaywallBuilder ReplacePage(TalerPageKind kind, Func<HttpContext, TalerPage, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Replace(kind, new PageReplacement(kind, write));
    }

    /// <summary>Shows a Razor component in the place of a page, rendered on the server. It needs <c>AddRazorComponents</c>.</summary>
    /// <remarks><inheritdoc cref="ReplacePage" path="/remarks"/></remarks>
    /// <typeparam name="TComponent">A whole page, with a parameter <c>Page</c> of type <see cref="TalerPage"/>.</typeparam>
    /// <param name="kind">Which page.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public TalerPaywallBuilder ReplacePage<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TComponent>(TalerPageKind kind)
        where TComponent : IComponent => Replace(kind, PageReplacement.ByComponent<TComponent>(kind));

    /// <summary>Shows a view in the place of a page. It needs <c>AddControllersWithViews</c> or <c>AddRazorPages</c>.</summary>
    /// <remarks><inheritdoc cref="ReplacePage" path="/remarks"/></remarks>
    /// <param name="kind">Which page.</param>
    /// <param name="path">The view, for example <c>~/Views/Paywall/Price.cshtml</c>. Its model is a <see cref="TalerPage"/>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public TalerPaywallBuilder ReplacePageByView(TalerPageKind kind, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Replace(kind, PageReplacement.ByView(kind, path));
    }

    /// <summary>Shows something of a resource to those who have not bought it: on the price page and the pay page, below the heading.</summary>
    /// <remarks>
    /// What it returns goes into the page as it is, so text must be encoded. The page's content security policy allows images of the site, and no
    /// scripts or styles. A teaser that fails is left out, and the log says so. Of several all are shown, in the order in which they were added.
    /// </remarks>
    /// <param name="teaser">Makes the teaser; null for none. The resource is as <c>ITalerPaywall.Match</c> tells it.</param>
    /// <returns>The same builder.</returns>
    public TalerPaywallBuilder AddTeaser(Func<HttpContext, TalerResource, ValueTask<IHtmlContent?>> teaser)
    {
        ArgumentNullException.ThrowIfNull(teaser);
        Services.AddSingleton(new TeaserSource(teaser));
        return this;
    }

    /// <summary>The same, for a teaser that follows from the resource alone and is at hand.</summary>
    /// <remarks><inheritdoc cref="AddTeaser(Func{HttpContext, TalerResource, ValueTask{IHtmlContent?}})" path="/remarks"/></remarks>
    /// <param name="teaser">Makes the teaser; null for none. The resource is as <c>ITalerPaywall.Match</c> tells it.</param>
    /// <returns>The same builder.</returns>
    public TalerPaywallBuilder AddTeaser(Func<TalerResource, IHtmlContent?> teaser)
    {
        ArgumentNullException.ThrowIfNull(teaser);
        return AddTeaser((_, resource) => ValueTask.FromResult(teaser(resource)));
    }

    private TalerPaywallBuilder Replace(TalerPageKind kind, PageReplacement replacement)
    {
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such page.");
        Services.AddSingleton(replacement);
        return this;
    }
}
