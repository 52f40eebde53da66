using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Gate;

/// <summary>
/// Bounds how many pages wait for a payment at once. Each costs a connection here, one to the backend, and a call there every
/// few seconds.
/// </summary>
/// <param name="places">How many wait at once.</param>
/// <param name="placesOfNetwork">How many of one client do: sessions cost him nothing, so they alone do not bound him.</param>
/// <param name="placesOfSession">How many of one visitor do: one tab is in front, some are on other screens.</param>
internal sealed class WaitingRoom(int places, int placesOfNetwork, int placesOfSession)
{
    /// <summary>A thousand make a backend answer about 350 calls a second, which one on a small machine can.</summary>
    public const int Places = 1000;

    /// <summary>A household or a small office; ten clients have to work together to take all places.</summary>
    public const int PlacesOfNetwork = 100;

    public const int PlacesOfSession = 4;

    private readonly Lock _gate = new();
    private readonly Tally<ClientNetwork> _ofNetwork = new(placesOfNetwork);
    private readonly Tally<SessionId> _ofSession = new(placesOfSession);
    private int _count;

    /// <summary>Takes a place.</summary>
    /// <returns>The place, given back when disposed; null if there is none.</returns>
    public IDisposable? TryEnter(SessionId session, ClientNetwork network)
    {
        lock (_gate)
        {
            if (_count >= places || _ofNetwork.IsFull(network) || _ofSession.IsFull(session))
                return null;
            _ofNetwork.Add(network);
            _ofSession.Add(session);
            _count++;
        }
        return new Place(this, session, network);
    }

    private void Leave(SessionId session, ClientNetwork network)
    {
        lock (_gate)
        {
            _ofNetwork.Remove(network);
            _ofSession.Remove(session);
            _count--;
        }
    }

    /// <summary>Counts by key, and keeps nothing of a key whose count is zero.</summary>
    private sealed class Tally<TKey>(int limit)
        where TKey : notnull
    {
        private readonly Dictionary<TKey, int> _counts = [];

        public bool IsFull(TKey key) => _counts.GetValueOrDefault(key) >= limit;

        public void Add(TKey key) => _counts[key] = _counts.GetValueOrDefault(key) + 1;

        public void Remove(TKey key)
        {
            if (--_counts[key] == 0)
                _counts.Remove(key);
        }
    }

    private sealed class Place(WaitingRoom room, SessionId session, ClientNetwork network) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (_left)
                return;
            _left = true;
            room.Leave(session, network);
        }
    }
}
