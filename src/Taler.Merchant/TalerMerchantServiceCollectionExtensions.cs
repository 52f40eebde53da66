using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Merchant.Configuration;
using Taler.Merchant.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds <see cref="ITalerMerchantClient"/> to an application.</summary>
public static class TalerMerchantServiceCollectionExtensions
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds the client; the settings come from <see cref="TalerMerchantOptions"/> as configured elsewhere.</summary>
    /// <returns>The builder of the HTTP client. Handlers that the host gives to all its clients do not apply to this one; add here what it needs.</returns>
    /// <remarks>The settings are validated when the application starts. Adding the client again changes nothing.</remarks>
    public static IHttpClientBuilder AddTalerMerchant(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<TalerMerchantOptions>().ValidateOnStart();
        return services.AddClient();
    }

    /// <summary>The client without validation at start, for a package that validates the settings together with its own.</summary>
    internal static IHttpClientBuilder AddClient(this IServiceCollection services)
    {
        var builder = services.AddHttpClient(TalerMerchantDefaults.HttpClientName);
        if (services.Any(service => service.ServiceType == typeof(MerchantMetrics)))
            return builder;
        services.AddOptions<TalerMerchantOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TalerMerchantOptions>, TalerMerchantOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MerchantMetrics>();
        services.TryAddSingleton<ITalerMerchantClient, TalerMerchantClient>();
        return builder.ConfigureForMerchant();
    }

    /// <summary>Adds the client with settings from a configuration section, for example <c>GetSection("Merchant")</c>.</summary>
    /// <remarks>A key that is not known stops the start. Changes of the configuration need a restart.</remarks>
    /// <inheritdoc cref="AddTalerMerchant(IServiceCollection)"/>
    public static IHttpClientBuilder AddTalerMerchant(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = new MerchantSettings(configuration);
        services.AddSingleton<IConfigureOptions<TalerMerchantOptions>>(settings);
        services.AddSingleton<IValidateOptions<TalerMerchantOptions>>(settings);
        return services.AddTalerMerchant();
    }

    /// <summary>Adds the client with settings made in code.</summary>
    /// <inheritdoc cref="AddTalerMerchant(IServiceCollection)"/>
    public static IHttpClientBuilder AddTalerMerchant(this IServiceCollection services, Action<TalerMerchantOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return services.AddTalerMerchant();
    }

    private static IHttpClientBuilder ConfigureForMerchant(this IHttpClientBuilder builder) => builder
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect would carry the access token to another place, and a cookie would tie calls together.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,

            // HttpClient's own activity shows paths, and some paths hold a session-ID; MerchantActivity takes its place.
            ActivityHeadersPropagator = null,
        })

        // Its lines show paths too; Diagnostics/Log takes their place.
        .RemoveAllLoggers()

        // A host's default handlers may retry what must not be retried (docs/adr/0001).
        .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear());
}
