using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Pages;

/// <summary>
/// What is known of how currencies are written. The backend is asked in the background: no request waits for it, and until it has answered prices
/// are written with the code of their currency.
/// </summary>
internal sealed class CurrencyBook(ITalerMerchantClient merchant, TimeProvider clock, ILogger<CurrencyBook> logger) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile IReadOnlyDictionary<string, CurrencySpecification> _known = new Dictionary<string, CurrencySpecification>(StringComparer.Ordinal);
    private DateTimeOffset _nextFetch = DateTimeOffset.MinValue;
    private Task _fetch = Task.CompletedTask;

    /// <summary>What is known of a currency now; null if nothing is. Has the backend asked, if it is time to, so that more is known next time.</summary>
    public CurrencySpecification? FindAndRefresh(string currency)
    {
        _ = RefreshAsync();
        return _known.GetValueOrDefault(currency);
    }

    /// <summary>Asks the backend if it is time to. The task ends when what it said is known, and never fails.</summary>
    public Task RefreshAsync()
    {
        lock (_gate)
        {
            if (!_fetch.IsCompleted || clock.GetUtcNow() < _nextFetch || _stopping.IsCancellationRequested)
                return _fetch;

            // What comes of it belongs to no request, so nothing that is bound to the request goes with it.
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
                return _fetch = Task.Run(FetchAsync);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_stopping.IsCancellationRequested)
                _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    private async Task FetchAsync()
    {
        var pause = PauseAfterFailure;
        try
        {
            _known = (await merchant.GetConfigAsync(_stopping.Token)).Currencies;
            pause = Lifetime;
        }
        catch (Exception error)
        {
            // A price can be read without it, so it is nobody's trouble, whatever it is.
            Log.CurrenciesUnknown(logger, error);
        }
        lock (_gate)
            _nextFetch = clock.GetUtcNow() + pause;
    }
}
