using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Start;

/// <summary>Finds out where a method override looks for the method, by sending it a request that names one in the header.</summary>
internal static class MethodOverride
{
    private const string Header = "X-HTTP-Method-Override";

    /// <summary>Whether it stands behind the paywall and reads a form field instead. The paywall judges the header itself.</summary>
    public static async Task<bool> ReadsFormBehindAsync(IReadOnlyList<PipelinePart> pipeline)
    {
        var behind = pipeline.SkipWhile(part => part.Step is not PipelineStep.UseTalerPaywall).Where(part => part.Step is PipelineStep.UseHttpMethodOverride);
        foreach (var part in behind)
        {
            var context = new DefaultHttpContext();
            context.Request.Method = HttpMethods.Post;
            context.Request.Headers[Header] = HttpMethods.Put;
            await part.Add(_ => Task.CompletedTask)(context);
            if (HttpMethods.IsPost(context.Request.Method))
                return true;
        }
        return false;
    }
}
