using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>One audit from the first question to the report.</summary>
internal sealed class AuditRun(PaywallAuditOptions options, IReadOnlyList<Uri> addresses)
{
    private const string NoSuchPage = "/taler-paywall-audit/no-such-page";

    private readonly List<PaywallAuditFinding> _leaks = [];
    private readonly List<PaywallAuditFinding> _held = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _remarks = [];
    private readonly List<PaywallAuditCount> _counts = [];
    private readonly PaymentPages _paymentPages = new();

    public async Task<PaywallAuditReport> RunAsync(IReadOnlyList<string> uncovered, CancellationToken cancellationToken)
    {
        var doors = await Door.FindAsync(addresses.Select(uri => new ServerAddress(uri, options.TrustAnyCertificate)), new Limits(options.RequestTimeout), cancellationToken);
        if (options.Sold.All.Count == 0)
            _failures.Add("No sold target was named: options.Sold.Add(\"/a/path/that/is/sold\").");
        if (doors.Count == 0)
            _failures.Add($"Nobody answers at {string.Join(" or ", addresses)}, neither in HTTP/1.1 nor in HTTP/2.");
        (options.AllowUncovered ? _remarks : _failures).AddRange(uncovered.Select(sold => $"Not covered: {sold}. Add a target for it{(options.AllowUncovered ? "" : ", or set AllowUncovered")}."));
        _remarks.AddRange(RemarksOn(doors));
        if (doors.Count > 0 && options.Sold.All.Count > 0)
            await AuditAllAsync(doors, cancellationToken);
        return new PaywallAuditReport
        {
            Leaks = _leaks,
            Held = _held,
            Failures = _failures,
            Uncovered = uncovered,
            Remarks = _remarks,
            Counts = _counts,
            Seed = options.Seed,
        };
    }

    private async Task AuditAllAsync(IReadOnlyList<Door> doors, CancellationToken cancellationToken)
    {
        using var buyer = options.SandboxBaseUrl is { } sandbox ? new SandboxBuyer(sandbox, options.RequestTimeout) : null;
        try
        {
            var free = await AskFreeAsync(doors[0], cancellationToken);
            foreach (var target in options.Sold.All.Concat(options.Free.All))
            {
                var audit = new TargetAudit(target, doors, options, _paymentPages);
                if (target.IsSold)
                    await new SoldAudit(audit).RunAsync(buyer, free, cancellationToken);
                else
                    await FreeAudit.RunAsync(audit, cancellationToken);
                (target.IsSold ? _leaks : _held).AddRange(audit.Findings);
                _failures.AddRange(audit.Failures);
                _remarks.AddRange(audit.Remarks);
                _counts.Add(audit.Count);
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            _failures.Add("The audit could not be finished: " + error.Message);
        }
    }

    /// <summary>What everybody gets, so that the frame of a page is not taken for what is sold.</summary>
    private async Task<IReadOnlyList<Answer>> AskFreeAsync(Door door, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        await using var wire = door.Open();
        foreach (var path in options.Free.All.Select(target => target.Path + target.Query).Append("/").Append(NoSuchPage))
            answers.Add(await wire.SendAsync(new AuditCase("a free page", "GET", path) { Headers = [new("Accept", "text/html"), new("Sec-Purpose", "prefetch")] }, cancellationToken));
        return answers;
    }

    private static IEnumerable<string> RemarksOn(IReadOnlyList<Door> doors)
    {
        if (doors.Count == 1 && doors[0].Kind is Wires.Http1)
            yield return "The server does not speak HTTP/2 at this address, so no case was sent over it. Without TLS, Kestrel needs a port for HTTP/2 alone.";
        if (doors.Count == 1 && doors[0].Kind is Wires.Http2)
            yield return "The server does not speak HTTP/1.1 at this address, so no case was sent over it.";
    }
}
