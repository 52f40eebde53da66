using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Gate;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;
using Taler.Paywall.Start;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the paywall's services to an application.</summary>
public static class TalerPaywallServiceCollectionExtensions
{
    /// <summary>Adds the paywall, configured by a section of the configuration, usually <c>TalerPaywall</c>. Changed rules are reloaded.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The section. A mistake in it stops the start, with all mistakes in one message.</param>
    public static TalerPaywallBuilder AddTalerPaywall(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var source = new SettingsSource(configuration);
        services.AddOptions<TalerPaywallOptions>().Configure(options => TalerPaywallSettings.Read(source, options));
        services.AddSingleton(source);
        return AddPaywall(services);
    }

    /// <summary>Adds the paywall, configured in code. May follow the other overload to add to what the configuration says.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options. A mistake in them stops the start, with all mistakes in one message.</param>
    public static TalerPaywallBuilder AddTalerPaywall(this IServiceCollection services, Action<TalerPaywallOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<TalerPaywallOptions>().Configure(configure);
        return AddPaywall(services);
    }

    private static TalerPaywallBuilder AddPaywall(IServiceCollection services)
    {
        AddFramework(services);
        AddSettings(services);
        AddSteps(services);
        AddStart(services);
        return new TalerPaywallBuilder(services, AddMerchant(services));
    }

    private static void AddFramework(IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddRouting();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
    }

    private static void AddSettings(IServiceCollection services)
    {
        services.AddOptions<TalerPaywallOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TalerPaywallOptions>, TalerPaywallOptionsValidator>());
        services.TryAddSingleton<PaywallRulesCompiler>();
        services.TryAddSingleton<PaywallRulesMonitor>();
        services.TryAddSingleton<IPageLookInForce>(provider => provider.GetRequiredService<PaywallRulesMonitor>());
        services.TryAddSingleton<SettingsChange>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsChangeTokenSource<TalerPaywallOptions>, SettingsChange>(
            provider => provider.GetRequiredService<SettingsChange>()));
    }

    private static void AddSteps(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, EndpointGuardPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MvcOptions>, PaidValues>());
        services.TryAddSingleton<SessionKeys>();
        services.TryAddSingleton<SessionTicket>();
        services.TryAddSingleton<SessionCookie>();
        services.TryAddSingleton<SessionHeader>();
        services.TryAddSingleton<SessionCarriers>();
        services.TryAddSingleton<ISessionPaymentCache>(provider => new SessionPaymentCache(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptionsMonitor<TalerPaywallOptions>>().CurrentValue.PaymentCache.MaxEntries));
        services.TryAddSingleton(provider =>
        {
            var merchant = provider.GetRequiredService<IOptions<TalerMerchantOptions>>().Value;
            return new BackendAddress(merchant.NormalizedBaseUrl, merchant.NormalizedPublicBaseUrl);
        });
        services.TryAddSingleton<RememberedPayments>();
        services.TryAddSingleton(provider => new OrderBudget(provider.GetRequiredService<IOptionsMonitor<TalerPaywallOptions>>().CurrentValue.OrderLimits));
        services.TryAddSingleton<OrderBook>();
        services.TryAddSingleton<OrderWalk>();
        services.TryAddSingleton<CurrencyBook>();
        services.TryAddSingleton<Teasers>();
        services.TryAddSingleton<PageComposer>();
        services.TryAddSingleton<PageWriter>();
        services.TryAddSingleton<PaymentWatch>();
        services.TryAddSingleton(_ => new WaitingRoom(WaitingRoom.Places, WaitingRoom.PlacesOfNetwork, WaitingRoom.PlacesOfSession));
        services.TryAddSingleton<WaitAction>();
        services.TryAddSingleton<PaywallGate>();
        services.TryAddSingleton<ITalerPaywall, RequestMatcher>();
        services.TryAddSingleton<PaywallMetrics>();
        services.TryAddSingleton<TroublePace>();
        services.TryAddSingleton(typeof(TroubleLog<>));
    }

    private static void AddStart(IServiceCollection services)
    {
        services.TryAddSingleton<UsedMiddleware>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, StartRefusal>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ButtonReader>());
        services.TryAddSingleton<StartFactsReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPageApplicationModelProvider, PriceOnPageHandler>());
    }

    private static IHttpClientBuilder AddMerchant(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<TalerMerchantOptions>, MerchantOptionsFromPaywall>());
        var client = services.AddClient();
        if (services.Any(service => service.ServiceType == typeof(RefundWatch)))
            return client;
        services.AddTransient<RefundWatch>();
        return client.AddHttpMessageHandler<RefundWatch>();
    }
}
