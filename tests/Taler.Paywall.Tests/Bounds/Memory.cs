namespace Taler.Paywall.Tests.Bounds;

/// <summary>Looks at the memory of the whole process, so whoever measures runs alone.</summary>
[CollectionDefinition(nameof(Memory), DisableParallelization = true)]
public sealed class Memory
{
    /// <summary>The bytes that are still held when the work is done.</summary>
    public static async Task<long> HeldAfterAsync(Func<Task> work)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await work();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    /// <inheritdoc cref="HeldAfterAsync(Func{Task})"/>
    public static Task<long> HeldAfterAsync(Action work) => HeldAfterAsync(() =>
    {
        work();
        return Task.CompletedTask;
    });
}
