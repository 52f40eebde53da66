using Taler.Paywall.Testing.Verdict;

namespace Taler.Paywall.Testing.Running;

/// <summary>Asks for something that is free, in all the ways in which it must stay free.</summary>
internal static class FreeAudit
{
    public static Task RunAsync(TargetAudit audit, HashSet<string> paymentOrigins, CancellationToken cancellationToken) => audit.SendAsync(
        request => request.NamesTarget,
        (request, answer, _) =>
        {
            if (request is { IsPlain: true, MayOrder: false } && answer.Status is 0 or >= 403)
                audit.Failures.Add($"{audit.Target}: the plain request is answered with {answer.Status}, so this shows nothing of free pages. Name an example that exists.");
            return Task.FromResult(Judge.OfFree(request, answer, paymentOrigins));
        },
        cancellationToken);
}
