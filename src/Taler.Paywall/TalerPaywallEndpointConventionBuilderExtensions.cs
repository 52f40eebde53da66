using Taler.Paywall;
using Taler.Paywall.Gate;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Sells endpoints, or makes them free.</summary>
public static class TalerPaywallEndpointConventionBuilderExtensions
{
    /// <summary>Sells the endpoints, each as a resource of its own named by its route and values.</summary>
    /// <param name="builder">An endpoint or a group of endpoints.</param>
    /// <param name="price">A Taler amount greater than zero, for example <c>KUDOS:1</c>.</param>
    /// <param name="summary">What the buyer sees in the wallet; route values in braces. Null: the resource name.</param>
    /// <param name="name">The resource name; route values in braces. Null: the route with its values. Endpoints of one name are one offer.</param>
    /// <exception cref="ArgumentException">The price is not an amount, or is zero.</exception>
    public static TBuilder RequireTalerPayment<TBuilder>(this TBuilder builder, string price, string? summary = null, string? name = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var metadata = new RequireTalerPaymentAttribute(price, summary) { Name = name };
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        try
        {
            builder.Finally(EndpointGuard.Build);
        }
        catch (NotImplementedException)
        {
            // A builder from before Finally existed. EndpointGuardPolicy guards its endpoints.
        }
        return builder;
    }

    /// <summary>Says where visitors of sold endpoints pay, whatever the site's setting <c>PayPage</c> says.</summary>
    /// <param name="builder">An endpoint or a group of endpoints.</param>
    /// <param name="payPage">Where they pay. <see cref="TalerPayPage.OnSite"/> needs the package <c>Taler.Paywall.PayPage</c>.</param>
    public static TBuilder WithTalerPayPage<TBuilder>(this TBuilder builder, TalerPayPage payPage)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(new TalerPayPageAttribute(payPage)));
        return builder;
    }

    /// <summary>Makes the endpoints free, whatever configured pattern or group covers them.</summary>
    /// <param name="builder">An endpoint or a group of endpoints.</param>
    public static TBuilder DisableTalerPaywall<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(new DisableTalerPaywallAttribute()));
        return builder;
    }
}
