using Taler.Merchant;

namespace Taler.Paywall.Gate;

/// <summary>
/// Bounds how many pages wait for a payment at once. Each costs a connection here, one to the backend, and a call there every
/// few seconds.
/// </summary>
/// <param name="places">How many wait at once.</param>
/// <param name="placesOfSession">How many of one visitor do: one tab is in front, some are on other screens.</param>
internal sealed class WaitingRoom(int places, int placesOfSession)
{
    /// <summary>A thousand make a backend answer about 350 calls a second, which one on a small machine can.</summary>
    public const int Places = 1000;

    public const int PlacesOfSession = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, int> _waiting = [];
    private int _count;

    /// <summary>Takes a place.</summary>
    /// <returns>The place, given back when disposed; null if there is none.</returns>
    public IDisposable? TryEnter(SessionId session)
    {
        lock (_gate)
        {
            var ofSession = _waiting.GetValueOrDefault(session);
            if (_count >= places || ofSession >= placesOfSession)
                return null;
            _waiting[session] = ofSession + 1;
            _count++;
        }
        return new Place(this, session);
    }

    private void Leave(SessionId session)
    {
        lock (_gate)
        {
            if (--_waiting[session] == 0)
                _waiting.Remove(session);
            _count--;
        }
    }

    private sealed class Place(WaitingRoom room, SessionId session) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (_left)
                return;
            _left = true;
            room.Leave(session);
        }
    }
}
