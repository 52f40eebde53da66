using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Pages;
using Taler.Paywall.Resources;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Start;

/// <summary>
/// Looks at the application when it has started, and gives advice where a mistake is likely. What is wrong for certain has been refused by
/// <see cref="StartRefusal"/>.
/// </summary>
internal sealed class StartCheck(
    EndpointDataSource endpoints,
    PaywallRulesMonitor rules,
    IOptions<TalerMerchantOptions> merchant,
    StartFactsReader facts,
    CurrencyBook currencies,
    ILoggerFactory loggers) : IHostedLifecycleService
{
    /// <summary>Each piece of advice has a category of its own below this one, so that the logging configuration can silence it alone.</summary>
    public const string AdviceCategory = "Taler.Paywall.Advice";

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        Log.Started(
            loggers.CreateLogger<StartCheck>(), rules.Current.Resources.Count, endpoints.Endpoints.Count(EndpointOffers.IsSold), merchant.Value.NormalizedBaseUrl);
        if (ShowsPrices())
            _ = currencies.RefreshAsync();
        await GiveAdviceAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool ShowsPrices() =>
        rules.Current.OrderCreation is TalerOrderCreation.OnClick
        || rules.Current.PayPage is TalerPayPage.OnSite
        || rules.Current.Resources.Any(resource => resource.PayPage is TalerPayPage.OnSite)
        || endpoints.Endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<TalerPayPageAttribute>() is { PayPage: TalerPayPage.OnSite });

    /// <summary>Advice is a courtesy: what goes wrong while it is sought must not keep a working shop from opening.</summary>
    private async Task GiveAdviceAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var advice in Advisor.Advise(await facts.ReadAsync(cancellationToken)))
                advice.Say(loggers.CreateLogger($"{AdviceCategory}.{advice.Name}"));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody needs advice on an application that is stopped.
        }
        catch (Exception error)
        {
            Log.AdviceFailed(loggers.CreateLogger<StartCheck>(), error);
        }
    }
}
