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
    private readonly ConcurrentDictionary<TKey, Task<TResult>> _flights = new();
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
            var own = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            flight = _flights.GetOrAdd(key, own.Task);
            if (flight == own.Task)
                _ = FlyAsync(key, own, work);
            else
                Interlocked.Decrement(ref _started);
        }
        result = flight.WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>The work begins on the caller's thread. So what waits for nothing is over at once, and a flood of it wakes no other thread.</summary>
    private async Task FlyAsync(TKey key, TaskCompletionSource<TResult> flight, Func<Task<TResult>> work)
    {
        try
        {
            var result = await work();
            Land(key, flight.Task);
            flight.SetResult(result);
        }
        catch (Exception error)
        {
            Land(key, flight.Task);
            flight.SetException(error);
        }
    }

    private void Land(TKey key, Task<TResult> flight)
    {
        _flights.TryRemove(KeyValuePair.Create(key, flight));
        Interlocked.Decrement(ref _started);
    }
}
