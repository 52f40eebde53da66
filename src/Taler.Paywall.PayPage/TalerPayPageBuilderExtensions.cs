using Microsoft.Extensions.DependencyInjection.Extensions;
using Taler.Paywall;
using Taler.Paywall.PayPage;
using Taler.Paywall.Responses;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the payment page on the site itself.</summary>
public static class TalerPayPageBuilderExtensions
{
    /// <summary>Adds the page. It is shown where the setting <c>PayPage</c> of the site, of a resource or of an endpoint says <c>OnSite</c>.</summary>
    /// <param name="builder">What <c>AddTalerPaywall</c> returned.</param>
    /// <returns>The same builder. Adding the page again changes nothing.</returns>
    public static TalerPaywallBuilder AddPayPage(this TalerPaywallBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IPayPage, OnSitePayPage>();
        return builder;
    }
}
