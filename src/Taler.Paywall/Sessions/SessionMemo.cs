using System.Collections.Concurrent;

namespace Taler.Paywall.Sessions;

/// <summary>
/// Remembers the sessions of cookie values that were validated, because Data Protection costs many times the rest of a paid request.
/// Bounded: when the young generation is full it becomes the old one, and the old one is forgotten.
/// </summary>
internal sealed class SessionMemo(int generationSize)
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<string, Session> _young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, Session> _old = new(StringComparer.Ordinal);
    private int _youngCount;

    public int Count => _young.Count + _old.Count;

    public Session? Find(ReadOnlySpan<char> cookie)
    {
        if (_young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cookie, out var session))
            return session;
        if (_old.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cookie, out var key, out session))
            Add(key, session);
        return session;
    }

    public void Add(string cookie, Session session)
    {
        if (!_young.TryAdd(cookie, session) || Interlocked.Increment(ref _youngCount) < generationSize)
            return;
        lock (_turning)
        {
            if (_youngCount < generationSize)
                return;
            _old = _young;
            _young = new ConcurrentDictionary<string, Session>(StringComparer.Ordinal);
            _youngCount = 0;
        }
    }
}
