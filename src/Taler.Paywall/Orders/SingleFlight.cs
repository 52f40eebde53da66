using System.Collections.Concurrent;

namespace Taler.Paywall.Orders;

/// <summary>
/// Lets equal requests that arrive together share one piece of work. The work belongs to the server: no caller's cancellation ends it, so
/// the first caller may leave without spoiling it for the others.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _flights = new();

    public int Count => _flights.Count;

    public Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        var flight = _flights.GetOrAdd(key, static (key, state) => state.Self.Start(key, state.Work), (Self: this, Work: work));
        return flight.Value.WaitAsync(cancellationToken);
    }

    private Lazy<Task<TResult>> Start(TKey key, Func<Task<TResult>> work)
    {
        Lazy<Task<TResult>>? flight = null;
        flight = new Lazy<Task<TResult>>(() => LandAsync(key, flight!, work));
        return flight;
    }

    private async Task<TResult> LandAsync(TKey key, Lazy<Task<TResult>> flight, Func<Task<TResult>> work)
    {
        // Leave the lock of Lazy before the work begins.
        await Task.Yield();
        try
        {
            return await work();
        }
        finally
        {
            _flights.TryRemove(KeyValuePair.Create(key, flight));
        }
    }
}
