using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Resources;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Gate;

/// <summary>
/// Looks at the application when it has started, for what no option alone shows, and stops it rather than give away what it was told
/// to sell.
/// </summary>
internal sealed class StartCheck(
    EndpointDataSource endpoints,
    PaywallRulesMonitor rules,
    IOptions<TalerMerchantOptions> merchant,
    UsedMiddleware middleware,
    ILogger<StartCheck> logger,
    IHostEnvironment? environment = null) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var mistakes = EndpointOffers.Mistakes(endpoints.Endpoints, rules.Current.Resources).ToList();
        if (rules.Current.Resources.Count > 0 && !middleware.IsUsed)
            mistakes.Add("Resources are configured, but app.UseTalerPaywall() was not called: they would be free for all.");
        if (mistakes.Count > 0)
            throw new InvalidOperationException("The paywall cannot hold:" + string.Concat(mistakes.Select(mistake => Environment.NewLine + "  - " + mistake)));

        Log.Started(logger, rules.Current.Resources.Count, endpoints.Endpoints.Count(EndpointOffers.IsSold), merchant.Value.NormalizedBaseUrl);
        if (rules.Current.Resources.Count == 0 && !endpoints.Endpoints.Any(EndpointOffers.IsSold))
            Log.NothingSold(logger);
        if (rules.Current.PublicBaseUrl is null && environment?.IsProduction() is true)
            Log.NoPublicBaseUrl(logger);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Whether <c>UseTalerPaywall()</c> was called, in whatever branch of the pipeline.</summary>
internal sealed class UsedMiddleware
{
    public bool IsUsed { get; set; }
}
