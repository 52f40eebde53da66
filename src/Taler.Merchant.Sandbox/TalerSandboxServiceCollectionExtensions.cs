using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Merchant.Sandbox;
using Taler.Merchant.Sandbox.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Gives an application a merchant backend of its own that moves no money.</summary>
public static class TalerSandboxServiceCollectionExtensions
{
    /// <summary>
    /// Runs a sandbox beside the application, on a loopback port of its own and so with another origin, as a real backend has.
    /// Where no <see cref="TalerMerchantOptions.BaseUrl"/> is configured, the merchant client is pointed at it.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options; it runs at once.</param>
    /// <returns>Where the sandbox is. The port is taken already; it answers once the application starts.</returns>
    /// <exception cref="InvalidOperationException">
    /// An option is out of its range or the port is taken. Starting the application throws it in the Production environment, unless
    /// <see cref="TalerSandboxOptions.AllowProduction"/> is set.
    /// </exception>
    public static TalerSandbox AddTalerSandbox(this IServiceCollection services, Action<TalerSandboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new TalerSandboxOptions();
        configure?.Invoke(options);
        StartRules.OfApplication.CheckOptions(options);
        var address = ListenAddress.Loopback(options.Port);
        var sandbox = new TalerSandbox(SandboxServer.InstanceUrl(address), options);

        services.AddSingleton(sandbox);
        services.AddSingleton<IHostedService>(provider => new EmbeddedSandbox(
            options,
            address,
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetService<TimeProvider>()));
        services.PostConfigure<TalerMerchantOptions>(merchant =>
        {
            if (!string.IsNullOrEmpty(merchant.BaseUrl))
                return;
            merchant.BaseUrl = sandbox.BaseUrl.AbsoluteUri;
            merchant.AccessToken = sandbox.AccessToken;
        });
        return sandbox;
    }
}
