using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>Sends the cases for one target, a few at a time, and keeps what was found and counted.</summary>
internal sealed class TargetAudit(AuditTarget target, IReadOnlyList<Door> doors, PaywallAuditOptions options, PaymentPages paymentPages)
{
    private readonly IReadOnlyList<AuditCase> _cases = RequestCorpus.For(target, options.ForgedCookie, (ulong)options.Seed);
    private readonly Lock _gate = new();
    private readonly List<(Wires Kind, int Number, PaywallAuditFinding Finding)> _found = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _remarks = [];
    private readonly int[] _sent = new int[(int)Wires.Http2 + 1];
    private int _gated;
    private int _unanswered;
    private Dictionary<string, AuditCase>? _twins;

    public AuditTarget Target => target;

    public IReadOnlyList<Door> Doors => doors;

    /// <summary>Where people are sent to pay, as far as it was learnt.</summary>
    public PaymentPages PaymentPages => paymentPages;

    /// <summary>Why this target proves nothing.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>In the order of the corpus, HTTP/1.1 first.</summary>
    public IEnumerable<PaywallAuditFinding> Findings => _found.OrderBy(found => found.Kind).ThenBy(found => found.Number).Select(found => found.Finding);

    public bool HasFindings => _found.Count > 0;

    public PaywallAuditCount Count => new(target.ToString(), target.IsSold)
    {
        Http1 = _sent[(int)Wires.Http1],
        Http2 = _sent[(int)Wires.Http2],
        Gated = _gated,
        Unanswered = _unanswered,
    };

    /// <summary>Adds half a sentence to the failures, once, however many cases say it.</summary>
    public void Fail(string why) => Say(_failures, why);

    /// <summary>Adds half a sentence to the remarks.</summary>
    public void Remark(string what) => Say(_remarks, what);

    /// <summary>Sends those cases that are chosen, over every protocol that can carry them.</summary>
    /// <param name="isChosen">Which cases.</param>
    /// <param name="judgeAsync">What is wrong with the answer; null: nothing. It may ask more on the same connection.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public async Task SendAsync(Func<AuditCase, bool> isChosen, Func<AuditCase, Answer, IWire, Task<string?>> judgeAsync, CancellationToken cancellationToken)
    {
        foreach (var door in doors)
        {
            var queue = _cases.Select((request, number) => (request, number)).Where(item => item.request.Wires.HasFlag(door.Kind) && isChosen(item.request)).ToList();
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Connections, queue.Count)).Select(async _ =>
            {
                await using var wire = door.Open();
                while (Interlocked.Increment(ref next) is var at && at < queue.Count)
                {
                    var (request, number) = queue[at];
                    var answer = await wire.SendAsync(request, cancellationToken);
                    Keep(door, request, number, answer, await judgeAsync(request, answer, wire));
                }
            }));
        }
    }

    /// <summary>Whether the same request for something that does not exist is answered alike, so that the answer tells nothing of the target.</summary>
    public async Task<bool> IsAnsweredAlikeAsync(AuditCase request, Answer answer, IWire wire, CancellationToken cancellationToken)
    {
        var twins = LazyInitializer.EnsureInitialized(ref _twins, () => target.Twin() is { } twin ? RequestCorpus.ByName(twin, options.ForgedCookie, (ulong)options.Seed) : []);
        return twins.TryGetValue(request.Name, out var same) && Judge.IsSame(answer, await wire.SendAsync(same, cancellationToken));
    }

    private void Keep(Door door, AuditCase request, int number, Answer answer, string? reason)
    {
        lock (_gate)
        {
            _sent[(int)door.Kind]++;
            _gated += Judge.IsGate(answer, paymentPages) ? 1 : 0;
            _unanswered += answer.Status == 0 ? 1 : 0;
            if (reason is not null)
                _found.Add((door.Kind, number, new PaywallAuditFinding(target.ToString(), request.Name, door.Protocol, RequestText.Of(request), answer.Status, reason)));
        }
    }

    private void Say(List<string> sentences, string what)
    {
        var sentence = $"{target}: {what}";
        lock (_gate)
        {
            if (!sentences.Contains(sentence, StringComparer.Ordinal))
                sentences.Add(sentence);
        }
    }
}
