using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Builder.Extensions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.AspNetCore.StaticFiles;

namespace Taler.Paywall.Start;

/// <summary>A part of a pipeline: what it is, and how it is put in front of the next one.</summary>
internal readonly record struct PipelinePart(PipelineStep Step, Func<RequestDelegate, RequestDelegate> Add);

/// <summary>
/// Reads the order of a pipeline from the builder's own list, which the framework keeps to itself. Should a later version keep it elsewhere,
/// nothing is found, and advice about the order is not given.
/// </summary>
internal static class PipelineReader
{
    /// <summary>Types of middleware, and for calls that add a lambda the class of the call, in which the lambda's closure lies.</summary>
    private static readonly (string Type, PipelineStep Step)[] Known =
    [
        (typeof(TalerPaywallMiddleware).FullName!, PipelineStep.UseTalerPaywall),
        (typeof(ForwardedHeadersMiddleware).FullName!, PipelineStep.UseForwardedHeaders),
        (typeof(UsePathBaseMiddleware).FullName!, PipelineStep.UsePathBase),
        (typeof(UsePathBaseExtensions).FullName!, PipelineStep.UsePathBase),
        (typeof(RewriteMiddleware).FullName!, PipelineStep.UseRewriter),
        (typeof(RewriteBuilderExtensions).FullName!, PipelineStep.UseRewriter),
        (typeof(HttpMethodOverrideMiddleware).FullName!, PipelineStep.UseHttpMethodOverride),
        (typeof(DefaultFilesMiddleware).FullName!, PipelineStep.UseDefaultFiles),
        (typeof(StaticFileMiddleware).FullName!, PipelineStep.UseStaticFiles),
        (typeof(ResponseCachingMiddleware).FullName!, PipelineStep.UseResponseCaching),
        ("Microsoft.AspNetCore.OutputCaching.OutputCacheMiddleware", PipelineStep.UseOutputCache),
        ("Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware", PipelineStep.UseRouting),
        ("Microsoft.AspNetCore.Routing.EndpointMiddleware", PipelineStep.UseEndpoints),
    ];

    /// <summary>The parts in their order; empty where the builder is not one of the framework's, or not as we know it.</summary>
    public static IReadOnlyList<PipelinePart> Read(IApplicationBuilder builder)
    {
        try
        {
            var plain = builder is WebApplication application ? BuilderOf(application) : builder as ApplicationBuilder;
            return plain is null ? [] : [.. PartsOf(plain).Select(part => new PipelinePart(StepOf(Describe(part)), part))];
        }
        catch (MissingMemberException)
        {
            return [];
        }
    }

    private static PipelineStep StepOf(string description) => Array.Find(Known, known =>
        description.StartsWith(known.Type, StringComparison.Ordinal) && (description.Length == known.Type.Length || description[known.Type.Length] is '+')).Step;

    /// <summary>As the framework describes a pipeline to a debugger: a middleware's binder gives the name of its type.</summary>
    private static string Describe(Func<RequestDelegate, RequestDelegate> part) =>
        (part.Method.Name == "CreateMiddleware" ? part.Target?.ToString() : part.Target?.GetType().FullName) ?? "";

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ApplicationBuilder")]
    private static extern ApplicationBuilder BuilderOf(WebApplication application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_components")]
    private static extern ref List<Func<RequestDelegate, RequestDelegate>> PartsOf(ApplicationBuilder builder);
}
