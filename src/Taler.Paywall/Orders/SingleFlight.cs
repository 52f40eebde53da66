using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Taler.Paywall.Orders;

/// <summary>
/// Lets equal requests that arrive together share one piece of work. The work belongs to the server: no caller's cancellation ends it, so
/// the first caller may leave without spoiling it for the others. That makes the bound necessary: callers who left bound nothing.
/// </summary>
/// <param name="maxFlights">How many pieces of work may be under way.</param>
internal sealed class SingleFlight<TKey, TResult>(int maxFlights)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _flights = new();
    private int _started;

    public int Count => _flights.Count;

    /// <summary>Joins the work of this key, or begins it.</summary>
    /// <returns>False if it is not under way, and no more may begin.</returns>
    public bool TryRun(TKey key, Func<Task<TResult>> work, CancellationToken cancellationToken, [NotNullWhen(true)] out Task<TResult>? result)
    {
        result = null;
        if (!_flights.TryGetValue(key, out var flight))
        {
            if (Interlocked.Increment(ref _started) > maxFlights)
            {
                Interlocked.Decrement(ref _started);
                return false;
            }
            var own = Prepare(key, work);
            flight = _flights.GetOrAdd(key, own);
            if (flight != own)
                Interlocked.Decrement(ref _started);
        }
        result = flight.Value.WaitAsync(cancellationToken);
        return true;
    }

    private Lazy<Task<TResult>> Prepare(TKey key, Func<Task<TResult>> work)
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
            Interlocked.Decrement(ref _started);
        }
    }
}
