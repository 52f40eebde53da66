namespace Taler.Paywall.Start;

/// <summary>What a part of a pipeline is, by the call that adds it.</summary>
internal enum PipelineStep
{
    /// <summary>Whatever else there is.</summary>
    Other,

    UseTalerPaywall,
    UseForwardedHeaders,
    UsePathBase,
    UseRewriter,
    UseHttpMethodOverride,
    UseDefaultFiles,
    UseStaticFiles,
    UseOutputCache,
    UseResponseCaching,
    UseRouting,
    UseEndpoints,
}

/// <summary>A pipeline, or a branch of one, with the paywall in it. Without any steps: its order could not be seen.</summary>
internal sealed class Pipeline(IReadOnlyList<PipelineStep> steps)
{
    public bool HasInFront(PipelineStep step) => steps.TakeWhile(IsNotPaywall).Contains(step) && !steps.All(IsNotPaywall);

    /// <summary>Whether one stands before another, and both in front of the paywall.</summary>
    public bool HasInFront(PipelineStep step, PipelineStep other) =>
        steps.TakeWhile(IsNotPaywall).SkipWhile(any => any != step).Contains(other) && !steps.All(IsNotPaywall);

    public bool HasBehind(PipelineStep step) => steps.Reverse().TakeWhile(IsNotPaywall).Contains(step) && !steps.All(IsNotPaywall);

    public bool HasTwice(PipelineStep step) => steps.Count(other => other == step) > 1;

    private static bool IsNotPaywall(PipelineStep step) => step is not PipelineStep.UseTalerPaywall;
}
