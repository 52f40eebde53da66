using System.Collections.Concurrent;
using System.Net;

namespace Taler.Paywall.SoakTests;

/// <summary>What happened during the soak, and what should not have.</summary>
internal sealed class Ledger
{
    private const int Lately = 64;

    private readonly string[] _boughtLately = [.. Enumerable.Repeat("never-sold", Lately)];
    private readonly ConcurrentQueue<string> _wrongs = new();
    private readonly ConcurrentDictionary<string, (string Session, string Slug)> _offered = new();
    private long _requests;
    private long _reads;
    private long _purchases;
    private long _replays;
    private long _refunds;

    public long Requests => Interlocked.Read(ref _requests);

    public long Reads => Interlocked.Read(ref _reads);

    public long Purchases => Interlocked.Read(ref _purchases);

    public long Replays => Interlocked.Read(ref _replays);

    public long Refunds => Interlocked.Read(ref _refunds);

    public IReadOnlyCollection<string> Wrongs => _wrongs;

    /// <summary>Orders that were shown to one session for one essay, for each that was shown more than one.</summary>
    public IEnumerable<string[]> Chains =>
        _offered.GroupBy(order => order.Value).Select(group => group.Select(order => order.Key).ToArray()).Where(orders => orders.Length > 1);

    public void Wrong(string what) => _wrongs.Enqueue(what);

    public void Purchased(string slug) => _boughtLately[Interlocked.Increment(ref _purchases) % Lately] = slug;

    /// <summary>An essay that somebody has bought a while ago.</summary>
    public string Coveted(int chance) => _boughtLately[chance % Lately];

    public void Replayed() => Interlocked.Increment(ref _replays);

    public void Refunded() => Interlocked.Increment(ref _refunds);

    /// <summary>An order that a visitor could pay.</summary>
    public void Offered(string orderId, string session, string slug) => _offered.TryAdd(orderId, (session, slug));

    /// <summary>Notes an answer. Whatever the backend does, a shop has only a few.</summary>
    public void Answered(string slug, HttpStatusCode status, string content, bool mayRead)
    {
        Interlocked.Increment(ref _requests);
        switch (status)
        {
            case HttpStatusCode.OK when content != TestKit.ShopProcess.Paid + slug:
                Wrong($"{slug}: not the essay, but: {content}");
                break;
            case HttpStatusCode.OK when !mayRead:
                Wrong($"{slug}: read by somebody who has not paid for it.");
                break;
            case HttpStatusCode.OK:
                Interlocked.Increment(ref _reads);
                break;
            case HttpStatusCode.Found or HttpStatusCode.PaymentRequired or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests:
                break;
            default:
                Wrong($"{slug}: answered with {(int)status}.");
                break;
        }
    }
}
