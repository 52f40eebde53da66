using System.Diagnostics.CodeAnalysis;

namespace Taler.Merchant.Http;

/// <summary>
/// Bounds how many calls run at once, and how many wait for their turn, so that a backend that hangs fills neither memory nor sockets here. Not
/// a rate limiter: those of the framework keep callers who left in the queue until a place comes free (docs/adr/0021).
/// </summary>
/// <param name="places">How many calls run at once.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle, so there is nothing to free; calls may end after the client.")]
internal sealed class Bulkhead(int places)
{
    /// <summary>How many calls wait for each place. More would mostly wait until their time is over.</summary>
    public const int WaitingPerPlace = 5;

    // Gives free places to those who wait in the order of arrival, before anybody who comes later.
    private readonly SemaphoreSlim _places = new(places, places);

    private readonly int _most = places * (1 + WaitingPerPlace);
    private int _inside;

    /// <summary>Takes a place, and waits for it in the order of arrival.</summary>
    /// <returns>The place, given back when disposed; null if too many wait already.</returns>
    public async ValueTask<IDisposable?> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > _most)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
        return new Place(this);
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _inside);
        _places.Release();
    }

    private sealed class Place(Bulkhead bulkhead) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (_left)
                return;
            _left = true;
            bulkhead.Leave();
        }
    }
}
