using Microsoft.Extensions.DependencyInjection;

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
}
