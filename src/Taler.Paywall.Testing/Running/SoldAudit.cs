using System.Collections.Concurrent;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>Tries to get something that is sold: first plainly, then by buying it where that costs nothing, then by every other way.</summary>
internal sealed class SoldAudit(TargetAudit audit)
{
    private readonly ConcurrentBag<Answer> _plain = [];
    private Answer? _asked;

    public async Task RunAsync(SandboxBuyer? buyer, IReadOnlyList<Answer> free, HashSet<string> paymentOrigins, CancellationToken cancellationToken)
    {
        var marker = Evidence.Of(audit.Target.Marker, paid: null, free);
        await audit.SendAsync(request => request.IsPlain, (request, answer, _) => Task.FromResult(JudgePlain(request, answer, marker)), cancellationToken);
        foreach (var origin in _plain.Select(Judge.OriginOf).OfType<string>().Where(origin => !audit.Doors.Any(door => door.Server.Uri.GetLeftPart(UriPartial.Authority) == origin)))
            paymentOrigins.Add(origin);
        // Where the plain request is not stopped, every other way tells the same.
        if (audit.HasLeaks)
            return;

        var paid = buyer is null ? null : await BuyAsync(buyer, marker, cancellationToken);
        var evidence = Evidence.Of(audit.Target.Marker, paid, [.. free, .. _plain]);
        if (paid is not null && !evidence.Exists)
            audit.Failures.Add($"{audit.Target}: a buyer gets nothing that is not also given free. Name a marker, or a better example.");
        if (audit.Failures.Count > 0)
            return;

        await audit.SendAsync(request => !request.IsPlain, (request, answer, wire) => JudgeAsync(request, answer, evidence, wire, cancellationToken), cancellationToken);
        await audit.SendAsync(request => request is { IsPlain: true, MayOrder: false }, (request, answer, _) => Task.FromResult(Judge.OfSold(request, answer, evidence)?.Reason), cancellationToken);
        if (audit.Count.Gated == 0)
            audit.Failures.Add($"{audit.Target}: no case met a paywall.");
    }

    private string? JudgePlain(AuditCase request, Answer answer, Evidence marker)
    {
        _plain.Add(answer);
        if (request.MayOrder && answer.Status == 402)
            _asked = answer;
        return Judge.OfSold(request, answer, marker)?.Reason;
    }

    private async Task<Answer?> BuyAsync(SandboxBuyer buyer, Evidence marker, CancellationToken cancellationToken)
    {
        await using var wire = audit.Doors[0].Open();
        var paid = _asked is null ? null : await buyer.BuyAsync(audit.Target, _asked, wire, cancellationToken);
        if (paid is null)
            audit.Failures.Add($"{audit.Target}: it could not be bought at the sandbox, so what is sold is not known.");
        else if (paid.Status is 404 or 402 || (!paid.IsSuccess && !marker.Exists))
            audit.Failures.Add($"{audit.Target}: a buyer gets {paid.Status}, so there is nothing that could leak. Name an example that exists.");
        else if (paid.IsSuccess && marker.Exists && marker.FindIn(paid) is null)
            audit.Failures.Add($"{audit.Target}: the marker does not stand in what a buyer gets, so no leak could be recognised by it.");
        return paid is { IsSuccess: true } ? paid : null;
    }

    private async Task<string?> JudgeAsync(AuditCase request, Answer answer, Evidence evidence, IWire wire, CancellationToken cancellationToken)
    {
        if (Judge.OfSold(request, answer, evidence) is not { } suspicion)
            return null;
        return suspicion.IsCertain || !await audit.IsAnsweredAlikeAsync(request, answer, wire, cancellationToken) ? suspicion.Reason : null;
    }
}
