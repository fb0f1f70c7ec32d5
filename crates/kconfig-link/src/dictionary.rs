//! The dictionary that series are packed with.

/// Words and shapes of lines that series about Kconfig are likely to have; what is more
/// likely stands behind.
///
/// Part of format 2, and so never changed: a link refers to its places. Words of our own
/// choice: keywords, names of folders and files, the marks of a carried series.
pub(crate) const DICTIONARY: &str = "\
random seed string sound socket storage struct clock cache channel controller device display \
endian firmware graphics hardware header image input interface legacy library machine memory \
message network number object offload panel platform power processor protocol region register \
sensor server source symbol system table target thermal thread timer tracing version virtual \
watchdog wireless build config compile kernel module modules driver drivers support option \
options feature default depend dependency enable enabled disable disabled provide provides \
only other same this that which when with without from into should would will needs need \
remove rename replace move add drop fix make allow split clean convert introduce instead \
architecture architectures crash dump reserve reservation signature segment size performance \
security hardening debug debugging test tests experimental unsafe obsolete \
the of and for is are not to in on be by or as it \
Documentation/ scripts/Kconfig.include lib/Kconfig.debug kernel/Kconfig.preempt kernel/Kconfig.hz \
kernel/Kconfig.locks init/Kconfig kernel/configs/ usr/Kconfig virt/Kconfig certs/Kconfig \
crypto/Kconfig block/Kconfig sound/soc/Kconfig sound/pci/Kconfig net/netfilter/Kconfig \
net/ipv4/Kconfig net/core/Kconfig net/Kconfig mm/Kconfig.debug mm/Kconfig fs/nfs/Kconfig \
fs/btrfs/Kconfig fs/ext4/Kconfig fs/Kconfig io_uring/Kconfig rust/Kconfig security/Kconfig \
security/Kconfig.hardening tools/ include/ samples/Kconfig lib/crypto/Kconfig lib/Kconfig \
drivers/acpi/Kconfig drivers/ata/Kconfig drivers/base/Kconfig drivers/block/Kconfig \
drivers/bus/Kconfig drivers/char/Kconfig drivers/clk/Kconfig drivers/cpufreq/Kconfig \
drivers/crypto/Kconfig drivers/dma/Kconfig drivers/firmware/Kconfig drivers/gpio/Kconfig \
drivers/gpu/drm/Kconfig drivers/hid/Kconfig drivers/hwmon/Kconfig drivers/i2c/busses/Kconfig \
drivers/iio/Kconfig drivers/input/Kconfig drivers/iommu/Kconfig drivers/irqchip/Kconfig \
drivers/leds/Kconfig drivers/md/Kconfig drivers/media/Kconfig drivers/mfd/Kconfig \
drivers/misc/Kconfig drivers/mmc/host/Kconfig drivers/mtd/Kconfig drivers/net/ethernet/Kconfig \
drivers/net/phy/Kconfig drivers/net/wireless/Kconfig drivers/nvme/Kconfig drivers/of/Kconfig \
drivers/pci/Kconfig drivers/perf/Kconfig drivers/phy/Kconfig drivers/pinctrl/Kconfig \
drivers/platform/x86/Kconfig drivers/power/Kconfig drivers/pwm/Kconfig drivers/regulator/Kconfig \
drivers/rtc/Kconfig drivers/scsi/Kconfig drivers/soc/Kconfig drivers/spi/Kconfig \
drivers/staging/Kconfig drivers/thermal/Kconfig drivers/tty/serial/Kconfig drivers/usb/Kconfig \
drivers/vfio/Kconfig drivers/video/fbdev/Kconfig drivers/virt/Kconfig drivers/virtio/Kconfig \
drivers/watchdog/Kconfig drivers/xen/Kconfig drivers/Kconfig \
arch/alpha/ arch/arc/ arch/csky/ arch/hexagon/ arch/m68k/ arch/microblaze/ arch/nios2/ \
arch/openrisc/ arch/parisc/ arch/sparc/ arch/um/ arch/xtensa/ arch/loongarch/ arch/mips/ \
arch/sh/ arch/s390/ arch/powerpc/platforms/Kconfig.cputype arch/powerpc/ arch/riscv/ \
arch/arm/mach-at91/Kconfig arch/arm/configs/multi_v7_defconfig arch/arm64/Kconfig.platforms \
arch/arm64/configs/defconfig arch/x86/Kconfig.cpu arch/x86/Kconfig.debug \
arch/x86/configs/x86_64_defconfig arch/x86/configs/i386_defconfig \
CONFIG_MODULES=y\nCONFIG_PCI=y\nCONFIG_NET=y\nCONFIG_USB=m\nCONFIG_EXPERT=y\n\
CONFIG_DEBUG_KERNEL=y\n# CONFIG_SWAP is not set\n-CONFIG_\n+CONFIG_=y\n+CONFIG_=m\n\
-# CONFIG_ is not set\n+# CONFIG_ is not set\n# CONFIG_ is not set\n CONFIG_\
=100644 100755\nVERSION = \nPATCHLEVEL = \nSUBLEVEL = \nEXTRAVERSION = -rc\nNAME = \n\
$(cc-option,-m)\n$(success,$(shell,$(srctree)/scripts/.sh $(CC))\n$(as-instr,)\n$(ld-option,-z )\n\
CC_HAS_ CC_IS_GCC && GCC_VERSION >= 100000\n CC_IS_CLANG && CLANG_VERSION >= 150000\n LD_IS_LLD\n\
 AS_HAS_ TOOLCHAIN_HAS_ RUST_IS_AVAILABLE CPU_BIG_ENDIAN CPU_LITTLE_ENDIAN PREEMPT_RT PREEMPTION \
PREEMPT_DYNAMIC SCHED_ RCU_ CGROUPS CGROUP_ NAMESPACES KALLSYMS BPF_SYSCALL BPF_JIT FTRACE \
FUNCTION_TRACER KPROBES UPROBES PERF_EVENTS JUMP_LABEL STACKPROTECTOR KASAN KCSAN KMSAN UBSAN \
LTO_CLANG CFI_CLANG MODVERSIONS SYSFS PROC_FS PROC_KCORE VMCORE_INFO PROC_VMCORE FW_CFG \
CRASH_RESERVE CRASH_DUMP CRASH_CORE KEXEC_CORE KEXEC_FILE KEXEC_SIG KEXEC_JUMP KEXEC \
HIBERNATION SUSPEND HOTPLUG_CPU MEMORY_HOTPLUG NUMA SPARSEMEM FLATMEM TRANSPARENT_HUGEPAGE \
ZONE_DMA HIGHMEM SWAP SHMEM TMPFS DEVTMPFS BLK_DEV_INITRD BLOCK NET INET IPV6 NETFILTER PCI_MSI \
PCI USB_SUPPORT USB HID I2C SPI GPIOLIB REGMAP_MMIO REGMAP_I2C REGULATOR COMMON_CLK OF_RESERVED_MEM \
OF ACPI EFI DMI DRM_KMS_HELPER DRM FB SND_SOC SND VIRTIO XEN KVM HYPERV CRYPTO_SHA256 CRYPTO_HASH \
CRYPTO_AES CRYPTO_LIB_ CRYPTO CRC32 XARRAY_MULTI GENERIC_IRQ_ GENERIC_ IRQ_DOMAIN HAS_IOMEM \
HAS_IOPORT HAS_DMA DEBUG_INFO DEBUG_FS DEBUG_ ARCH_SELECTS_ ARCH_SUPPORTS_ ARCH_DEFAULT_ \
ARCH_WANTS_ ARCH_USES_ ARCH_ENABLE_ ARCH_HAS_ ARCH_ USE_ HAVE_ARCH_ HAVE_ NEED_ X86_32 X86_64 \
PPC64 PPC_BOOK3S_64 PPC S390 SUPERH RISCV LOONGARCH ARM64 MIPS ARM SMP MMU 64BIT 32BIT EXPERT \
COMPILE_TEST MODULES DEBUG_KERNEL\n\
 mainmenu \"\"\n comment \"\"\n\tmodules\n\ttransitional\n\toption \n\toptional\n\tvisible if \n\
\trange 0 100\n\trange 1 \n\thex\n\tint \"\"\n\tint\n\tstring\n\tdefault \"\"\n\tdefault 0x0\n\
\tdefault 0\n\tdefault 1\n\tdefault m\n\tdefault n\n\tprompt \"\"\n choice\n\tprompt \"\n endchoice\n\
 menu \"\"\n endmenu\n menuconfig \n if \n endif\n source \"\"\n+source \"drivers/\n+source \"arch/\n\
+source \"kernel/Kconfig.\n-source \"kernel/Kconfig\n source \"drivers//Kconfig\"\n\
+\timply \n-\timply \n\timply \n+\tdef_bool ARCH_\n-\tdef_bool y\n+\tdef_bool y\n\tdef_bool y\n \
\tdef_tristate \n+\ttristate \"\n\ttristate \"\"\n-\tbool \"\"\n+\tbool \"\n \tbool\n-\tbool\n+\tbool\n\
\tbool \"Enable \"\n-\tdefault y\n+\tdefault y if \n+\tdefault y\n\tdefault \n-\thelp\n+\thelp\n+\t  \n \thelp\n \t  \
\n-\t  \n+\t  This \n \t  \n-\tselect \n+\tselect \n \tselect \n\tselect ARCH_HAS_\n\
\tselect HAVE_\n\tselect  if \n-\tdepends on \n+\tdepends on \n \tdepends on \n\tdepends on !\n\
 && !|| ( && ) || \n-config \n+config \n config \n-\n+\n \n@100\n@200\n@300\n@0+1\n@1+0\n@1\n\
#PATCH #kconfig: #arch: #treewide: #mm: #net: #crypto: #drm/ #riscv: #s390: #powerpc: #arm64: #x86: \
\n<arch/\n>drivers/\n~drivers/\n:Makefile\n:lib/Kconfig.debug\n:kernel/Kconfig\n:init/Kconfig\n\
:drivers//Kconfig\n:arch/sh/Kconfig\n:arch/mips/Kconfig\n:arch/loongarch/Kconfig\n:arch/arm/Kconfig\n\
:arch/riscv/Kconfig\n:arch/s390/Kconfig\n:arch/powerpc/Kconfig\n:arch/arm64/Kconfig\n\
:arch/x86/Kconfig\n@\
%20260101000000.12345-1-@kernel.org\n@gmail.com\n@redhat.com\n@linux.dev\n@intel.com\n#";
