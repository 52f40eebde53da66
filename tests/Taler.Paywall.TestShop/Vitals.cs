using System.Diagnostics;

namespace Taler.Paywall.TestShop;

/// <summary>What a process holds.</summary>
/// <param name="Heap">Bytes in managed objects after a full collection.</param>
/// <param name="WorkingSet">Bytes in memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="OutageServes">Requests that were served while the backend could not tell.</param>
internal sealed record Vitals(long Heap, long WorkingSet, int Handles, int Threads, long OutageServes)
{
    private const string OpenFiles = "/proc/self/fd";

    public static Vitals Take(long outageServes)
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return new Vitals(heap, process.WorkingSet64, Directory.GetFileSystemEntries(OpenFiles).Length, process.Threads.Count, outageServes);
    }
}
