using System.Collections.Concurrent;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>Tries to get something that is sold: first plainly, then by buying it where that costs nothing, then by every other way.</summary>
internal sealed class SoldAudit(TargetAudit audit)
{
    private readonly ConcurrentBag<Answer> _plain = [];
    private PaymentProblem? _offer;
    private Answer? _asked;

    public async Task RunAsync(SandboxBuyer? buyer, IReadOnlyList<Answer> free, CancellationToken cancellationToken)
    {
        var marker = Evidence.Of(audit.Target.Marker, paid: null, free);
        await audit.SendAsync(request => request.AsksAsProgram, (request, answer, _) => Task.FromResult(JudgeProgram(request, answer, marker)), cancellationToken);
        if (_offer?.OrderStatusUrl is { } page)
            audit.PaymentPages.Add(page);
        if (audit.Failures.Count > 0)
            return;
        await audit.SendAsync(request => request is { IsPlain: true, AsksAsProgram: false }, (request, answer, _) => Task.FromResult(JudgePlain(request, answer, marker)), cancellationToken);
        // Where the plain request is not stopped, every other way tells the same.
        if (audit.HasFindings || audit.Failures.Count > 0)
            return;

        var paid = await BuyAsync(buyer, marker, cancellationToken);
        var evidence = Evidence.Of(audit.Target.Marker, paid, [.. free, .. _plain]);
        if (paid is not null && !evidence.Exists)
            audit.Fail("a buyer gets nothing that is not also given free. Name a marker, or a better example.");
        if (audit.Failures.Count > 0)
            return;

        await audit.SendAsync(request => !request.IsPlain, (request, answer, wire) => JudgeAsync(request, answer, evidence, wire, cancellationToken), cancellationToken);
        await audit.SendAsync(request => request is { IsPlain: true, MayOrder: false }, (request, answer, _) => Task.FromResult(Judge.OfSold(request, answer, evidence)?.Reason), cancellationToken);
    }

    /// <summary>A program is told outright that something is sold. Whatever else stops a visitor, a redirect to https or to a sign-in, is no paywall.</summary>
    private string? JudgeProgram(AuditCase request, Answer answer, Evidence marker)
    {
        _plain.Add(answer);
        if (Judge.OfSold(request, answer, marker) is { } suspicion)
            return suspicion.Reason;
        if (PaymentProblem.Of(answer) is not { } offer)
            audit.Fail(Judge.WhyNotOffered(answer));
        else
            (_offer, _asked) = (offer, answer);
        return null;
    }

    private string? JudgePlain(AuditCase request, Answer answer, Evidence marker)
    {
        _plain.Add(answer);
        if (Judge.OfSold(request, answer, marker) is { } suspicion)
            return suspicion.Reason;
        if (!Judge.IsGate(answer, audit.PaymentPages))
            audit.Fail($"{request.Name} must be answered by the paywall, with 402 or a redirect to the payment page, and not with {Judge.Told(answer)}.");
        return null;
    }

    private async Task<Answer?> BuyAsync(SandboxBuyer? buyer, Evidence marker, CancellationToken cancellationToken)
    {
        if (buyer is null)
        {
            audit.Remark(marker.Exists
                ? "nobody bought it, so its marker was not checked, nor that the example exists."
                : "nobody bought it, so what is sold is not known, nor that the example exists.");
            return null;
        }
        await using var wire = audit.Doors[0].Open();
        var paid = _asked is null ? null : await buyer.BuyAsync(audit.Target, _asked, wire, cancellationToken);
        if (paid is null)
            audit.Fail("it could not be bought at the sandbox, so what is sold is not known.");
        else if (paid.Status is 404 or 402 || (!paid.IsSuccess && !marker.Exists))
            audit.Fail($"a buyer gets {paid.Status}, so there is nothing that could leak. Name an example that exists.");
        else if (paid.IsSuccess && marker.Exists && marker.FindIn(paid) is null)
            audit.Fail("the marker does not stand in what a buyer gets, so no leak could be recognised by it.");
        else if (!paid.IsSuccess)
            audit.Remark($"a buyer gets {paid.Status}, so its marker was not checked.");
        return paid is { IsSuccess: true } ? paid : null;
    }

    private async Task<string?> JudgeAsync(AuditCase request, Answer answer, Evidence evidence, IWire wire, CancellationToken cancellationToken)
    {
        if (Judge.OfSold(request, answer, evidence) is not { } suspicion)
            return null;
        return suspicion.IsCertain || !await audit.IsAnsweredAlikeAsync(request, answer, wire, cancellationToken) ? suspicion.Reason : null;
    }
}
